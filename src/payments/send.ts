// One send on its way to an answer, and the rules it meets: whether it may be made at all, and what
// becomes of it given what the judge and the books say. No database here, so that every case can be
// tried in a table.
import type { MessageDraft, Roster } from '../chat/index.js';
import type { Judge } from '../fraud/index.js';
import type { Books, BooksRefusal } from '../ledger/index.js';
import type { Config } from '../shared/config.js';
import { replyRefused } from '../shared/http.js';
import type { Answer, Claim } from '../shared/idempotency.js';
import { newId } from '../shared/ids.js';
import { amountTooLarge, majorToMinor, type Money } from '../shared/money.js';
import { present, type Refusal, refusals } from '../shared/refusal.js';
import type { SavedCard } from './cards/card-store.js';
import { refuseCards } from './cards/cards.js';
import type { ChargeLeg } from './funding/charge-news.js';
import {
  chargeEntry,
  isCharging,
  payEntry,
  type Payment,
  payerAccount,
  reviewDeadline,
  reviewHold,
} from './payment/payment.js';
import type { Caused } from './payment/payment-store.js';
import { toThreadCard } from './payment/payment.view.js';

export const refuse = refusals({
  payment_thread_unknown: { kind: 'missing', title: 'There is no such thread.' },
  payee_needed: { kind: 'invalid', title: 'Please say who in the group is to be paid.' },
  payee_not_in_thread: { kind: 'missing', title: 'That person is not in this thread.' },
  payee_is_payer: { kind: 'invalid', title: 'You cannot pay yourself.' },
  currency_not_supported: { kind: 'invalid', title: 'Payments in that currency are not offered.' },
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

/** What a payer asks for, parsed. */
export interface SendCommand extends Claim {
  readonly threadId: string;
  readonly payeeId: string | null;
  readonly amount: Money;
  /** The card that funds it; null is the balance. */
  readonly cardId: string | null;
  readonly note: string | null;
  readonly at: Date;
}

export class Send {
  /** The answer, once there is one: a replay, a refusal, or what was made. */
  answer: Answer | undefined;
  /** What was made, once it is. */
  payment: Payment | undefined;
  /** The kind of thread it is made in. */
  kind: Roster['kind'] = 'direct';
  /** Its card is to be authorised only, because a reviewer decides first. */
  toReview = false;

  constructor(readonly command: SendCommand) {}

  refuse(refusal: Refusal): void {
    this.payment = undefined;
    this.answer = { reply: replyRefused(refusal), replayed: false };
  }

  /** Finds out whom this pays, or refuses. */
  resolve(
    rosters: ReadonlyMap<string, Roster>,
    cards: ReadonlyMap<string, SavedCard>,
    config: Config,
  ): void {
    const roster = rosters.get(this.command.threadId);
    const refusal = this.refusalOf(roster) ?? this.refusalOfMoney(cards, config);
    if (refusal !== undefined) {
      this.refuse(refusal);
      return;
    }
    this.kind = present(roster, 'a send that was not refused has a thread').kind;
    const payeeId = present(this.payeeIn(roster), 'a send that was not refused has a payee');
    this.payment = newPayment(this.command, payeeId);
  }

  /**
   * Decides what becomes of the payment and stages it in the books. Every send is judged, so that
   * every attempt counts; one that is refused leaves the books as they were.
   */
  decide(judge: Judge, books: Books): void {
    const payment = present(this.payment, 'a send is resolved before it is decided');
    const { id, payerId, payeeId, amount, createdAt } = payment;
    const assessment = judge.assess({ id, payerId, payeeId, amount, occurredAt: createdAt });
    this.toReview = assessment.decision !== 'allow';
    const outcome =
      assessment.decision === 'block'
        ? 'payment_blocked'
        : this.toReview
          ? held(payment, books)
          : paid(payment, books);
    if (typeof outcome === 'string') {
      judge.refuse(assessment);
      this.refuse(refuse(outcome));
    } else {
      this.payment = outcome;
    }
  }

  /** The payment with who made it and why. */
  caused(): Caused {
    const { personId, key } = this.command;
    return { payment: this.made, actor: personId, cause: `key ${key}` };
  }

  /** The case a reviewer is to decide, if it is held. */
  reviews(): { candidateId: string; reviewBy: Date }[] {
    const { id, reviewBy } = this.made;
    return reviewBy === null ? [] : [{ candidateId: id, reviewBy }];
  }

  /** What to ask of the card: under review it is authorised only. */
  get chargeLeg(): ChargeLeg {
    return this.toReview ? 'authorise' : 'charge';
  }

  /** The charge to ask the processor for, if a card pays. */
  charges(): { subjectId: string; leg: ChargeLeg }[] {
    const { made } = this;
    return isCharging(made) ? [{ subjectId: made.id, leg: this.chargeLeg }] : [];
  }

  /** The card that shows it in its thread. */
  message(): MessageDraft {
    const { threadId, payerId, createdAt } = this.made;
    return { threadId, authorId: payerId, createdAt, card: toThreadCard(this.made, this.kind) };
  }

  private get made(): Payment {
    return present(this.payment, 'a send that was not refused made a payment');
  }

  // A thread of other people answers exactly like one that does not exist.
  private refusalOf(roster: Roster | undefined): Refusal | undefined {
    const { personId } = this.command;
    if (roster?.personIds.includes(personId) !== true) return refuse('payment_thread_unknown');
    const payeeId = this.payeeIn(roster);
    if (payeeId === undefined) return refuse('payee_needed');
    if (payeeId === personId) return refuse('payee_is_payer');
    return roster.personIds.includes(payeeId) ? undefined : refuse('payee_not_in_thread');
  }

  private refusalOfMoney(
    cards: ReadonlyMap<string, SavedCard>,
    { currencies, maximumMajor }: Config,
  ): Refusal | undefined {
    const { amount, cardId, personId } = this.command;
    const { currency } = amount;
    if (!currencies.includes(currency)) {
      return refuse('currency_not_supported', `Offered: ${currencies.join(', ')}.`);
    }
    const limit = { minor: majorToMinor(maximumMajor, currency), currency };
    if (amount.minor > limit.minor) return amountTooLarge(limit);
    const ownCard = cardId === null || cards.get(cardId)?.personId === personId;
    return ownCard ? undefined : refuseCards('card_unknown');
  }

  private payeeIn(roster: Roster | undefined): string | undefined {
    const { payeeId, personId } = this.command;
    if (payeeId !== null || roster?.kind !== 'direct') return payeeId ?? undefined;
    return roster.personIds.find((id) => id !== personId);
  }
}

type Outcome = Payment | Parameters<typeof refuse>[0];

// From a card nothing is in the books before its bank has said yes: the payment stays `funding`. The
// books are asked all the same, because a card must not be charged for what could not be paid out.
function paid(payment: Payment, books: Books): Outcome {
  if (payment.cardId !== null) return fundable(payment, books);
  const refusal = books.post(payEntry(payment, payment.createdAt));
  return refusal === undefined ? { ...payment, state: 'completed' } : inWords(refusal, payment);
}

function held(payment: Payment, books: Books): Outcome {
  if (payment.cardId !== null) return fundable(payment, books);
  const reviewBy = reviewDeadline(payment.createdAt);
  const refusal = books.hold(reviewHold(payment, payerAccount(payment), reviewBy));
  return refusal === undefined
    ? { ...payment, state: 'held', reviewBy }
    : inWords(refusal, payment);
}

function fundable(payment: Payment, books: Books): Outcome {
  const at = payment.createdAt;
  const refusal = books.try(chargeEntry(payment, payment.id, 0n, at), payEntry(payment, at));
  return refusal === undefined ? payment : inWords(refusal, payment);
}

function inWords(
  { code, account }: BooksRefusal,
  { payerId }: Payment,
): Parameters<typeof refuse>[0] {
  if (code === 'floor_reached') return 'insufficient_funds';
  return account?.owner === payerId ? 'payer_restricted' : 'payee_restricted';
}

const newPayment = (command: SendCommand, payeeId: string): Payment => ({
  id: newId('pay'),
  threadId: command.threadId,
  payerId: command.personId,
  payeeId,
  amount: command.amount,
  note: command.note,
  cardId: command.cardId,
  state: 'funding',
  moves: 1,
  failureCode: null,
  reviewBy: null,
  authenticateBy: null,
  refunded: 0n,
  dispute: null,
  createdAt: command.at,
  updatedAt: command.at,
});
