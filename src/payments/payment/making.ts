// What becomes of a payment when its money is to move, given what the books say: it is paid, held for a
// reviewer, arrives later, or waits for somebody's yes. No database here; what is decided is staged in the
// books.
import type { Books, BooksRefusal, EntryDraft, HoldDraft } from '../../ledger/index.js';
import { Refusal, refusals } from '../../shared/refusal.js';
import { refuseBalanceFirst, waitsLater } from './balance-first.js';
import { claimChargeEntry, claimDeadline, claimEntry } from './claim.js';
import {
  agreementHold,
  chargeEntry,
  fundingHold,
  isMixed,
  payEntry,
  type Payment,
  payerAccount,
  reviewDeadline,
  reviewHold,
  waitHold,
} from './payment.js';

export const refuseSend = refusals({
  insufficient_funds: {
    kind: 'refused',
    title: 'There is not enough money in your balance. Pay with a card, or send less.',
  },
  payer_restricted: {
    kind: 'refused',
    title: 'You cannot send money at the moment. Please contact us.',
  },
  payee_restricted: {
    kind: 'refused',
    title: 'This person cannot receive that money at the moment.',
  },
  card_payments_unavailable: {
    kind: 'unavailable',
    title: 'Cards cannot be charged at the moment. Pay from your balance, or try again soon.',
  },
  payment_blocked: { kind: 'refused', title: 'This payment cannot be made.' },
});

export type Outcome = Payment | Refusal;

/** How its money moves now. */
export interface Moving {
  readonly at: Date;
  /** A reviewer decides first. */
  readonly toReview: boolean;
  /** The hold in which a balance's money was set aside for it; null when none was. */
  readonly setAside: string | null;
}

/**
 * What becomes of a payment whose money may move now. From a card nothing is in the books before its bank
 * has said yes: the payment is `funding`. The books are asked all the same, because a card must not be
 * charged for what could not be paid out.
 */
export function settled(payment: Payment, books: Books, moving: Moving): Outcome {
  const { at, toReview, setAside } = moving;
  if (isMixed(payment)) return fundedByBoth(payment, books, moving);
  if (payment.cardId !== null) return fundable({ ...payment, state: 'funding' }, books, at);
  if (toReview) {
    const reviewBy = reviewDeadline(at);
    const hold = reviewHold(payment, payerAccount(payment), reviewBy);
    return setAsideFor({ ...payment, state: 'held', reviewBy }, hold, books, setAside);
  }
  if (payment.arrivesAt !== null && payment.arrivesAt > at) {
    const hold = waitHold(payment, payerAccount(payment), 'arrival');
    return setAsideFor({ ...payment, state: 'arriving' }, hold, books, setAside);
  }
  return arrived(payment, books, { at, setAside });
}

/**
 * What becomes of a balance's payment whose money is to reach its payee now. What is posted `before`, in one
 * group with it, brings the money: an exchange.
 */
export function arrived(
  payment: Payment,
  books: Books,
  { at, setAside }: Pick<Moving, 'at' | 'setAside'>,
  before: readonly EntryDraft[] = [],
): Outcome {
  const entry = payment.toAccept ? claimEntry(payment, at) : payEntry(payment, at);
  const refusal =
    setAside === null ? books.post(...before, entry) : books.postHold(setAside, [entry]);
  return refusal === undefined
    ? { ...payment, ...whereTo(payment, at) }
    : inWords(refusal, payment);
}

/** Where a payment is once its money has reached the payee, or waits for their yes. */
export const whereTo = ({ toAccept }: Payment, at: Date): Pick<Payment, 'state' | 'expiresAt'> =>
  toAccept
    ? { state: 'waiting', expiresAt: claimDeadline(at) }
    : { state: 'completed', expiresAt: null };

/** Authorised for a reviewer or reserved for a later arrival, the bank promises and no money comes yet. */
export type FirstLeg = 'charge' | 'authorise' | 'reserve';

/** What to ask of the card of a payment that is `funding` now. */
export function legFor(
  { arrivesAt }: Payment,
  { toReview, at }: Pick<Moving, 'toReview' | 'at'>,
): FirstLeg {
  if (toReview) return 'authorise';
  return arrivesAt !== null && arrivesAt > at ? 'reserve' : 'charge';
}

/** The entries of a charge that succeeded: what came in, and where it goes. */
export const chargedEntries = (
  payment: Payment,
  chargeId: string,
  fee: bigint,
  at: Date,
): EntryDraft[] =>
  payment.toAccept
    ? [claimChargeEntry(payment, chargeId, fee, at)]
    : [chargeEntry(payment, chargeId, fee, at), payEntry(payment, at)];

/** The money of a balance is set aside until the contact's word; a card is not asked before it. */
export function asked(payment: Payment, books: Books): Outcome {
  if (isMixed(payment)) return refuseBalanceFirst('balance_first_cannot_wait');
  return payment.cardId === null
    ? setAsideFor(payment, agreementHold(payment), books, null)
    : fundable(payment, books, payment.createdAt);
}

/** The same for as long as the payer may undo it. */
export function sending(payment: Payment, books: Books): Outcome {
  const hold = waitHold(payment, payerAccount(payment), 'sending');
  if (payment.cardId === null) return setAsideFor(payment, hold, books, null);
  const outcome = waitsLater(payment) ?? fundable(payment, books, payment.createdAt);
  if (outcome instanceof Refusal || !isMixed(payment)) return outcome;
  return setAsideFor(payment, hold, books, null);
}

/**
 * What becomes of a payment that a balance and a card pay between them: the balance's part is set aside
 * while the card is asked, so the two come together or not at all.
 */
function fundedByBoth(payment: Payment, books: Books, { at, toReview, setAside }: Moving): Outcome {
  if (toReview) return refuseBalanceFirst('balance_first_cannot_wait');
  const refusal = waitsLater(payment);
  if (refusal !== undefined) return refusal;
  if (setAside !== null) books.voidHold(setAside);
  const funding = fundable({ ...payment, state: 'funding' }, books, at);
  if (funding instanceof Refusal) return funding;
  return setAsideFor(funding, fundingHold(funding), books, null);
}

function setAsideFor(
  payment: Payment,
  hold: HoldDraft,
  books: Books,
  before: string | null,
): Outcome {
  const refusal = (before === null ? undefined : books.voidHold(before)) ?? books.hold(hold);
  return refusal === undefined ? payment : inWords(refusal, payment);
}

function fundable(payment: Payment, books: Books, at: Date): Outcome {
  const refusal = books.try(...chargedEntries(payment, payment.id, 0n, at));
  return refusal === undefined ? payment : inWords(refusal, payment);
}

export function inWords({ code, account }: BooksRefusal, { payerId }: Payment): Refusal {
  if (code === 'floor_reached') return refuseSend('insufficient_funds');
  return refuseSend(account?.owner === payerId ? 'payer_restricted' : 'payee_restricted');
}
