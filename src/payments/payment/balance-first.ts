// A payment that its payer's balance pays as far as it goes, and a card for the rest: how it is divided, and
// for which payments that is possible. No database here.
import type { Money } from '../../shared/money.js';
import { majorToMinor } from '../../shared/money.js';
import type { TopUpConfig } from '../../shared/config-money-in.js';
import { type Refusal, refusals } from '../../shared/refusal.js';
import { isMixed, type Payment } from './payment.js';

export const refuseBalanceFirst = refusals({
  balance_first_cannot_wait: {
    kind: 'refused',
    title:
      'A payment that cannot be made at once, or is exchanged, cannot be divided. Pay it from your balance, or with a card.',
  },
});

/** The least a card is charged, in minor units. */
export const leastCharge = ({ minimumMajor }: TopUpConfig, currency: string): bigint =>
  majorToMinor(minimumMajor[currency] ?? 1n, currency);

/** Minor units that a balance pays of an amount. `least` is the least that a card is charged. */
export function balancePart({ minor }: Money, available: bigint, least: bigint): bigint {
  if (available >= minor) return minor;
  const most = minor - least;
  const part = available < most ? available : most;
  return part > 0n ? part : 0n;
}

/** The payment as its balance and its card share it. One that the balance pays whole has no card. */
export function divided(payment: Payment, available: bigint, least: bigint): Payment {
  const part = balancePart(payment.amount, available, least);
  return part === payment.amount.minor
    ? { ...payment, cardId: null }
    : { ...payment, fromBalance: part };
}

/** Its parts would have to wait together for a time or a word, each with a deadline of its own. */
export const waitsLater = (payment: Payment): Refusal | undefined =>
  isMixed(payment) && (payment.toAccept || payment.arrivesAt !== null)
    ? refuseBalanceFirst('balance_first_cannot_wait')
    : undefined;
