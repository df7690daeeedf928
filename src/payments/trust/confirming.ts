// Which payments their payer must confirm, and what exactly is confirmed: payer, payee, amount,
// currency and thread, and nothing else. A yes to one of them is no yes to another. A schedule is
// confirmed once, together with its plan.
import { fingerprintOf } from '../../shared/idempotency.js';
import type { ConfirmConfig } from '../../shared/limits-config.js';
import { majorToMinor, type Money } from '../../shared/money.js';
import { type Refusal, refusals } from '../../shared/refusal.js';

export const refuseConfirming = refusals({
  confirmation_needed: { kind: 'refused', title: 'Please confirm this payment first.' },
  confirmation_not_valid: {
    kind: 'refused',
    title:
      'That confirmation is not for this payment, or its time is over. Please confirm it again.',
  },
  confirmation_setup_needed: {
    kind: 'refused',
    title: 'This payment must be confirmed. Please set up a PIN or a passkey first.',
  },
});

/** How long somebody may take to confirm and send. */
export const CONFIRM_SECONDS = 300;

export interface Statement {
  readonly payerId: string;
  readonly payeeId: string;
  readonly amount: Money;
  readonly threadId: string;
}

export type ConfirmReason = 'amount' | 'first';

/** Why a payment must be confirmed; null when it need not be. */
export function confirmReason(
  { above, first }: ConfirmConfig,
  { minor, currency }: Money,
  paidBefore: boolean,
): ConfirmReason | null {
  const limit = above?.[currency];
  if (limit !== undefined && minor > majorToMinor(limit, currency)) return 'amount';
  return first && !paidBefore ? 'first' : null;
}

/** The SHA-256 of what is confirmed. */
export const digestOf = ({ payerId, payeeId, amount, threadId }: Statement): Buffer =>
  fingerprintOf('confirm-payment', {
    payerId,
    payeeId,
    minor: amount.minor.toString(),
    currency: amount.currency,
    threadId,
  });

/** The SHA-256 of what is confirmed for a schedule: the same for each payment, and when they are made. */
export const digestOfSchedule = (
  { payerId, payeeId, amount, threadId }: Statement,
  plan: string,
): Buffer =>
  fingerprintOf('confirm-schedule', {
    payerId,
    payeeId,
    minor: amount.minor.toString(),
    currency: amount.currency,
    threadId,
    plan,
  });

/** How a payment that must be confirmed stands. */
export type Confirming = 'confirmed' | 'invalid' | 'missing' | 'not_set_up';

const WORDS = {
  invalid: 'confirmation_not_valid',
  missing: 'confirmation_needed',
  not_set_up: 'confirmation_setup_needed',
} as const;

/** Why it may not be made like this; undefined when it may. */
export const confirmingRefusal = (confirming: Confirming | undefined): Refusal | undefined =>
  confirming === undefined || confirming === 'confirmed'
    ? undefined
    : refuseConfirming(WORDS[confirming]);
