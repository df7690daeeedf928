// What each piece of news about a charge does to its payment, in each state it may be in: a pure
// decision over the payment, what we knew, what the processor says, and the books. News that came
// twice, late or in another order is no news, and changes nothing.
import {
  type Books,
  type BooksRefusal,
  draftEntry,
  type EntryDraft,
  platformAccount,
} from '../../ledger/index.js';
import { present } from '../../shared/refusal.js';
import type { PaymentState } from '../contract.js';
import { chargedEntries, whereTo } from '../payment/making.js';
import {
  authenticationDeadline,
  captureDeadline,
  chargeEntry,
  isMixed,
  moved,
  type Payment,
  pendingAccount,
  pendingHold,
  reviewDeadline,
  reviewHold,
  waitHold,
} from '../payment/payment.js';
import type { ProcessorCharge } from '../processor/charges.js';
import { cardFailure, type CardFailure } from '../processor/declines.js';
import type { StoredCharge } from './charge-store.js';

/** What can be asked about a payment's charge: `reserve` authorises for a later arrival, `recharge` is the second time, without the payer. */
export const CHARGE_LEGS = [
  'charge',
  'authorise',
  'reserve',
  'capture',
  'cancel',
  'recharge',
] as const;
export type ChargeLeg = (typeof CHARGE_LEGS)[number];

/** What is known before the news. */
export interface ChargeFacts {
  readonly payment: Payment;
  readonly known: StoredCharge | undefined;
  /** It was asked for a second time, without the payer, because the first authorisation ended. */
  readonly recharged: boolean;
  /** It was authorised to arrive later, and not for a reviewer. */
  readonly reserved: boolean;
  readonly at: Date;
}

/** What the news leads to, beside what it staged in the books. */
export interface ChargeOutcome {
  readonly payment: Payment;
  /** A case is opened, to be decided until then. */
  readonly reviewBy?: Date;
  /** The case is closed, because of this. */
  readonly closeCase?: string;
  /** The next thing to ask the processor. */
  readonly call?: ChargeLeg;
}

type Step = (facts: ChargeFacts, charge: ProcessorCharge, books: Books) => ChargeOutcome;

const STEPS: Record<PaymentState, Partial<Record<ProcessorCharge['status'], Step>>> = {
  asking: {},
  sending: {},
  undone: {},
  funding: {
    needs_authentication: authenticate,
    succeeded: complete,
    authorised: hold,
    failed: fail,
    cancelled: fail,
  },
  authenticating: { succeeded: complete, authorised: hold, failed: fail, cancelled: fail },
  held: { cancelled: lapse },
  arriving: { cancelled: lapse },
  waiting: { succeeded: bookFee },
  capturing: { succeeded: complete, failed: lapse, cancelled: chargeAgain },
  cancelling: { cancelled: giveUp },
  completed: { succeeded: bookFee },
  returned: { succeeded: bookFee },
  failed: { succeeded: bookFee },
  rejected: {},
};

/** The step that this news asks for; undefined when it is no news. */
export function stepFor(facts: ChargeFacts, charge: ProcessorCharge): Step | undefined {
  const { payment, known } = facts;
  const step = STEPS[payment.state][charge.status];
  const sameIntent = known === undefined || known.intentId === charge.intentId;
  // Of two intents the first has ended; only the second has anything to say.
  const outdated = facts.recharged ? sameIntent && payment.state === 'capturing' : !sameIntent;
  if (step === undefined || outdated) return undefined;
  if (step !== bookFee) return step;
  const told = sameIntent && known?.gross !== null && known?.fee === null;
  return told && feeOf(payment, charge) !== null ? step : undefined;
}

/** What the processor keeps, in minor units; null while it has not said it in this currency. */
export function feeOf({ amount }: Payment, { movement }: ProcessorCharge): bigint | null {
  return movement?.currency === amount.currency ? movement.fee : null;
}

function authenticate({ payment, at }: ChargeFacts): ChargeOutcome {
  const authenticateBy = authenticationDeadline(at);
  return { payment: moved(payment, 'authenticating', at, { authenticateBy }) };
}

function complete(
  { payment, at }: ChargeFacts,
  charge: ProcessorCharge,
  books: Books,
): ChargeOutcome {
  const held = pendingHold(payment, books);
  const chargeId = present(charge.chargeId, 'a charge that succeeded has an id');
  const fee = feeOf(payment, charge) ?? 0n;
  const post = (...entries: EntryDraft[]): BooksRefusal | undefined =>
    held === undefined ? books.post(...entries) : books.postHold(held, entries);
  const refusal = post(...chargedEntries(payment, chargeId, fee, at));
  if (refusal === undefined) {
    const { state, expiresAt } = whereTo(payment, at);
    return { payment: moved(payment, state, at, { authenticateBy: null, expiresAt }) };
  }
  // The charge brings what the payment takes. Only an account that was frozen or limited while the
  // card was being charged stands in the way; the money is then the payer's, and is said to be.
  if (isMixed(payment)) endHold(payment, books);
  const kept = isMixed(payment)
    ? books.post(chargeEntry(payment, chargeId, fee, at))
    : post(chargeEntry(payment, chargeId, fee, at));
  if (kept !== undefined) throw new Error(`${payment.id}: ${kept.code} after its own charge`);
  return failedAs(payment, 'card_charge_kept', at);
}

// The charge is authorised and not captured (P1): nothing is in the books yet but the hold.
function hold(facts: ChargeFacts, charge: ProcessorCharge, books: Books): ChargeOutcome {
  const { payment, reserved, at } = facts;
  if (reserved) return reserve(facts, charge, books);
  const reviewBy = reviewDeadline(at, charge.captureBefore);
  const held = books.hold(reviewHold(payment, pendingAccount(payment.amount.currency), null));
  // Somebody was frozen in this very moment: tried again until they are not, or the bank lets go.
  if (held !== undefined) throw new Error(`${payment.id}: ${held.code} on authorisation`);
  const arrivesAt = payment.arrivesAt && captureDeadline(payment.arrivesAt, charge.captureBefore);
  const change = { reviewBy, arrivesAt, authenticateBy: null };
  return { payment: moved(payment, 'held', at, change), reviewBy };
}

// The same for a payment that arrives later, which must be before the bank lets go of the money.
function reserve(
  { payment, at }: ChargeFacts,
  { captureBefore }: ProcessorCharge,
  books: Books,
): ChargeOutcome {
  const chosen = present(payment.arrivesAt, 'it was reserved for a later arrival');
  const arrivesAt = captureDeadline(chosen, captureBefore);
  const held = books.hold(waitHold(payment, pendingAccount(payment.amount.currency), 'arrival'));
  if (held !== undefined) throw new Error(`${payment.id}: ${held.code} on authorisation`);
  return { payment: moved(payment, 'arriving', at, { arrivesAt, authenticateBy: null }) };
}

// What a balance had set aside to pay a part of it is the payer's again.
function fail({ payment, at }: ChargeFacts, charge: ProcessorCharge, books: Books): ChargeOutcome {
  endHold(payment, books);
  const { state, authenticateBy } = payment;
  if (state !== 'authenticating' || charge.status !== 'cancelled' || authenticateBy === null) {
    return failedAs(payment, failureOf(charge), at);
  }
  const expired = authenticateBy <= at;
  const code = expired ? 'card_authentication_expired' : 'card_authentication_cancelled';
  return failedAs(payment, code, at);
}

// The bank let go of what it had authorised. A reviewer had released the payment, so it is charged
// once more, without the payer, who is not there; if the bank wants to hear from them, it has failed.
function chargeAgain(facts: ChargeFacts, charge: ProcessorCharge, books: Books): ChargeOutcome {
  return facts.recharged
    ? lapse(facts, charge, books)
    : { payment: facts.payment, call: 'recharge' };
}

function lapse({ payment, at }: ChargeFacts, charge: ProcessorCharge, books: Books): ChargeOutcome {
  endHold(payment, books);
  const code = charge.status === 'failed' ? failureOf(charge) : 'card_authorisation_ended';
  const closeCase = 'the authorisation ended at the processor';
  return { ...failedAs(payment, code, at), closeCase };
}

// Given back for the payer, who said so, or because a reviewer or the clock refused it.
function giveUp({ payment, at }: ChargeFacts, _: ProcessorCharge, books: Books): ChargeOutcome {
  endHold(payment, books);
  return { payment: moved(payment, payment.returned === null ? 'rejected' : 'returned', at) };
}

// P2f: the processor told later what it keeps.
function bookFee(
  { payment, at }: ChargeFacts,
  charge: ProcessorCharge,
  books: Books,
): ChargeOutcome {
  const { currency } = payment.amount;
  const fee = feeOf(payment, charge) ?? 0n;
  const accounts = {
    fees: platformAccount('stripe.fees', currency),
    pending: pendingAccount(currency),
  };
  const chargeId = present(charge.chargeId, 'a charge that succeeded has an id');
  if (fee > 0n) {
    const refusal = books.post(draftEntry('P2f', `${chargeId}:fee`, at, accounts, { amount: fee }));
    if (refusal !== undefined) throw new Error(`${payment.id}: ${refusal.code} for its own fee`);
  }
  return { payment };
}

const failureOf = ({ failure }: ProcessorCharge): CardFailure =>
  cardFailure(failure?.code, failure?.declineCode);

const failedAs = (payment: Payment, failureCode: CardFailure, at: Date): ChargeOutcome => ({
  payment: moved(payment, 'failed', at, { failureCode, authenticateBy: null }),
});

function endHold(payment: Payment, books: Books): void {
  const held = pendingHold(payment, books);
  if (held !== undefined) books.voidHold(held);
}
