// A payment as plain data, and the pure rules about it: which states follow which, whose accounts it
// moves, and by which references the ledger knows it. Nothing here touches a database.
import {
  type AccountRef,
  type Books,
  draftEntry,
  type EntryDraft,
  type HoldDraft,
  platformAccount,
} from '../../ledger/index.js';
import type { Money } from '../../shared/money.js';
import { assert } from '../../shared/refusal.js';
import type { PaymentDispute, PaymentReturn, PaymentState } from '../contract.js';
import { leadsTo, shows } from './machine.js';

export interface Payment {
  readonly id: string;
  readonly threadId: string;
  readonly payerId: string;
  readonly payeeId: string;
  readonly amount: Money;
  readonly note: string | null;
  /** The card that funds it; null is the payer's balance. */
  readonly cardId: string | null;
  /** Minor units that the balance pays before the card pays the rest; zero without a card. */
  readonly fromBalance: bigint;
  readonly state: PaymentState;
  /** How many states it has been in; the number of its last transition. */
  readonly moves: number;
  /** Why it failed: a code of declines.ts; null unless failed. */
  readonly failureCode: string | null;
  readonly reviewBy: Date | null;
  /** Until when the payer may answer their bank; null unless asked to. */
  readonly authenticateBy: Date | null;
  /** The trusted contact it asked, by whom it had to be agreed; null when nobody was asked. */
  readonly contactId: string | null;
  readonly agreeBy: Date | null;
  readonly agreedAt: Date | null;
  /** Until when its payer may undo it; null without such a window. */
  readonly sendsAt: Date | null;
  /** When it arrives, if its payer chose a time. */
  readonly arrivesAt: Date | null;
  /** Its payee has to accept it before it is theirs. */
  readonly toAccept: boolean;
  /** Until when they may; null until it waits for that. */
  readonly expiresAt: Date | null;
  /** Why it goes or went back to its payer. */
  readonly returned: PaymentReturn | null;
  /** The payee has been shown it. */
  readonly shown: boolean;
  /** The request it is for; null for none. */
  readonly requestId: string | null;
  /** What it settles between its two people at once; null for nothing. */
  readonly settlementId: string | null;
  /** Minor units given back, or on their way back. */
  readonly refunded: bigint;
  /** How the payer's bank disputes it; null when it does not. */
  readonly dispute: PaymentDispute | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What its card is charged. */
export const cardPart = ({ amount, fromBalance }: Payment): Money => ({
  minor: amount.minor - fromBalance,
  currency: amount.currency,
});

/** A balance pays a part of it, and a card the rest. */
export const isMixed = ({ fromBalance }: Payment): boolean => fromBalance > 0n;

/** Its card is being charged, or nobody knows yet what became of the charge. */
export const isCharging = (payment: Payment): boolean => payment.state === 'funding';

// A promise to both people. It is far below the seven days that a card's authorisation lives.
const REVIEW_HOURS = 24;
// A reviewer who decides at the last moment still leaves the card's bank time to be charged.
const CAPTURE_MARGIN_HOURS = 1;
// Long enough to fetch a phone, short enough that nobody wonders for a day whether they have paid.
const AUTHENTICATION_MINUTES = 15;

const later = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

/** Until when a review that begins now must be decided; before the bank lets go of the money. */
export const reviewDeadline = (from: Date, captureBefore?: Date): Date =>
  captureDeadline(later(from, REVIEW_HOURS * 60), captureBefore);

/** A moment at which a card's authorisation is to be charged, or the last one at which it still can be. */
export function captureDeadline(planned: Date, captureBefore?: Date): Date {
  if (captureBefore === undefined) return planned;
  const latest = later(captureBefore, -CAPTURE_MARGIN_HOURS * 60);
  return latest < planned ? latest : planned;
}

/** Until when the payer may answer their bank. */
export const authenticationDeadline = (from: Date): Date => later(from, AUTHENTICATION_MINUTES);

type Change = Partial<
  Pick<
    Payment,
    | 'failureCode'
    | 'reviewBy'
    | 'authenticateBy'
    | 'agreedAt'
    | 'arrivesAt'
    | 'expiresAt'
    | 'returned'
    | 'refunded'
  >
>;

/** The payment in its next state. A move the table does not allow is a bug of the caller. */
export function moved(
  payment: Payment,
  state: PaymentState,
  at: Date,
  change: Change = {},
): Payment {
  assert(leadsTo(payment.state, state), `${payment.id}: ${payment.state} is never ${state}`);
  const shown = payment.shown || shows(state);
  return { ...payment, ...change, state, shown, moves: payment.moves + 1, updatedAt: at };
}

export const personAccount = (personId: string, currency: string): AccountRef => ({
  name: 'user.available',
  owner: personId,
  currency,
});

export const payerAccount = (payment: Payment): AccountRef =>
  personAccount(payment.payerId, payment.amount.currency);

export const payeeAccount = (payment: Payment): AccountRef =>
  personAccount(payment.payeeId, payment.amount.currency);

/** The ledger's reference of the hold that waits for a reviewer. */
export const holdReference = (payment: Payment): string => `${payment.id}:review`;

/**
 * The hold that waits for a reviewer: on the payer's balance, until the deadline; or on what a card
 * authorised, for as long as its bank keeps the authorisation.
 */
export const reviewHold = (
  payment: Payment,
  account: AccountRef,
  reviewBy: Date | null,
): HoldDraft => ({
  reference: holdReference(payment),
  account,
  counterAccount: payeeAccount(payment),
  amount: payment.amount.minor,
  reason: 'review',
  expiresAt: reviewBy,
});

/** The ledger's reference of the hold that waits for the trusted contact. */
export const agreementReference = (payment: Payment): string => `${payment.id}:agreement`;

/** The hold that waits for the trusted contact, on the payer's balance, until the deadline. */
export const agreementHold = (payment: Payment): HoldDraft => ({
  reference: agreementReference(payment),
  account: payerAccount(payment),
  counterAccount: payeeAccount(payment),
  amount: payment.amount.minor,
  reason: 'agreement',
  expiresAt: payment.agreeBy,
});

/** The ledger's reference of the hold of a payment that can be undone. */
export const sendingReference = (payment: Payment): string => `${payment.id}:sending`;

/** The ledger's reference of the hold of a payment that arrives later. */
export const arrivalReference = (payment: Payment): string => `${payment.id}:arrival`;

/**
 * The hold until a payment is sent, or until it arrives: its end is the payment's to say, so it has no time
 * of its own. It is on the payer's balance, or on what a card authorised.
 */
export const waitHold = (
  payment: Payment,
  account: AccountRef,
  reason: 'sending' | 'arrival',
): HoldDraft => ({
  reference: reason === 'sending' ? sendingReference(payment) : arrivalReference(payment),
  account,
  counterAccount: payeeAccount(payment),
  amount: isMixed(payment) ? payment.fromBalance : payment.amount.minor,
  reason,
  expiresAt: null,
});

/** The ledger's reference of the hold on what a balance pays while a card is asked for the rest. */
export const fundingReference = (payment: Payment): string => `${payment.id}:funding`;

/** That hold; the answer of the card's bank ends it. */
export const fundingHold = (payment: Payment): HoldDraft => ({
  reference: fundingReference(payment),
  account: payerAccount(payment),
  counterAccount: payeeAccount(payment),
  amount: payment.fromBalance,
  reason: 'funding',
  expiresAt: null,
});

/** Every hold a payment may have had after its payer could no longer undo it. */
export const laterHolds = (payment: Payment): string[] =>
  isMixed(payment)
    ? [fundingReference(payment)]
    : [holdReference(payment), arrivalReference(payment)];

/** The one of them that is pending in the books. */
export const pendingHold = (payment: Payment, books: Books): string | undefined =>
  laterHolds(payment).find((reference) => books.isPending(reference));

/** Whose money the payment is now: the payee's, or still the payer's when it was charged and kept. */
export const holderOf = (payment: Payment): string =>
  payment.state === 'completed' ? payment.payeeId : payment.payerId;

/** The ledger's reference of the entry that paid the payee. */
export const paidReference = (payment: Payment): string => `${payment.id}:completed`;

/** P3: the payee is credited with what the payer is debited. */
export function payEntry(payment: Payment, at: Date): EntryDraft {
  return draftEntry(
    'P3',
    paidReference(payment),
    at,
    { payer: payerAccount(payment), payee: payeeAccount(payment) },
    { amount: payment.amount.minor },
  );
}

/** P2: the card was charged for this payment, or its part of it. `fee` is what the processor kept, in minor units. */
export function chargeEntry(payment: Payment, chargeId: string, fee: bigint, at: Date): EntryDraft {
  const { minor, currency } = cardPart(payment);
  return draftEntry(
    'P2',
    `${chargeId}:succeeded`,
    at,
    {
      pending: pendingAccount(currency),
      payer: payerAccount(payment),
      fees: platformAccount('stripe.fees', currency),
    },
    { gross: minor, fee },
  );
}

/** Where its money lies while its payee has yet to accept it. */
export const claimAccount = ({ id, amount }: Payment): AccountRef => ({
  name: 'claim',
  owner: id,
  currency: amount.currency,
});

export const pendingAccount = (currency: string): AccountRef =>
  platformAccount('stripe.pending', currency);

/** Every account a payment may touch, for locking. */
export function accountsTouched(payment: Payment): AccountRef[] {
  const claim = payment.toAccept ? [claimAccount(payment)] : [];
  const people = [payerAccount(payment), payeeAccount(payment), ...claim];
  if (payment.cardId === null) return people;
  const { currency } = payment.amount;
  return [...people, pendingAccount(currency), platformAccount('stripe.fees', currency)];
}
