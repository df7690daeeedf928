// What a payer asks for, and the payment it becomes before anything is decided.
import type { Claim } from '../shared/idempotency.js';
import { newId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';
import type { Seen } from './between/settling.js';
import type { Payment } from './payment/payment.js';
import type { OccurrenceKey } from './payment/ports/scheduled-sender.js';

/** What a payer asks for, parsed. */
export interface SendCommand extends Claim {
  readonly threadId: string;
  readonly payeeId: string | null;
  /** What leaves the payer. */
  readonly amount: Money;
  /** The card that funds it; null is the balance. */
  readonly cardId: string | null;
  /** What the balance has pays first, and the card only the rest. */
  readonly balanceFirst: boolean;
  readonly note: string | null;
  /** The request it pays, as the payer saw it; null for none. */
  readonly request: { readonly id: string; readonly revision: number } | null;
  /** What is settled by it at once, as the payer saw it; empty for nothing. */
  readonly settle: readonly Seen[];
  /** The price that the payer was named; null for none. */
  readonly quoteId: string | null;
  /** For how long it can be undone, in seconds; null is what the payer has set. */
  readonly undoSeconds: number | null;
  /** When it is to arrive; null is at once. */
  readonly arrivesAt: Date | null;
  /** What the payer confirmed it by; null is nothing. */
  readonly confirmationId: string | null;
  /** The occurrence of a schedule that it is made for; null when a person asks for it now. */
  readonly occurrence: OccurrenceKey | null;
  /** What lets it be sent although the same was rejected; null for nothing. */
  readonly exemptionId: string | null;
  readonly at: Date;
}

/** The payment that is asked for; `received` is what arrives of it, where that is another currency. */
export const newPayment = (
  command: SendCommand,
  payeeId: string,
  received: Money = command.amount,
): Payment => ({
  id: newId('pay'),
  threadId: command.threadId,
  payerId: command.personId,
  payeeId,
  amount: received,
  note: command.note,
  cardId: command.cardId,
  fromBalance: 0n,
  state: 'funding',
  moves: 1,
  failureCode: null,
  reviewBy: null,
  authenticateBy: null,
  contactId: null,
  agreeBy: null,
  agreedAt: null,
  sendsAt: null,
  arrivesAt: command.arrivesAt,
  toAccept: false,
  expiresAt: null,
  returned: null,
  shown: false,
  requestId: command.request?.id ?? null,
  settlementId: null,
  refunded: 0n,
  dispute: null,
  createdAt: command.at,
  updatedAt: command.at,
});

/** It can be undone for so many seconds. */
export const undoable = (payment: Payment, seconds: number): Payment => ({
  ...payment,
  state: 'sending',
  sendsAt: new Date(payment.createdAt.getTime() + seconds * 1000),
});
