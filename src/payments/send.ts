// One send on its way to an answer, and the rules it meets: whether it may be made at all, and what
// becomes of it given what the judge and the books say. No database here, so that every case can be
// tried in a table.
import type { Judge } from '../fraud/index.js';
import type { Books } from '../ledger/index.js';
import type { Config } from '../shared/config.js';
import { replyRefused } from '../shared/http.js';
import type { Answer, Claim } from '../shared/idempotency.js';
import { newId } from '../shared/ids.js';
import { type Pair, pairKey } from '../shared/pairs.js';
import type { Money } from '../shared/money.js';
import type { ThreadRoster } from '../shared/money-threads.js';
import { present, Refusal } from '../shared/refusal.js';
import type { SavedCard } from './cards/card-store.js';
import { refuseCards } from './cards/cards.js';
import { shows } from './payment/machine.js';
import { asked, type FirstLeg, legFor, refuseSend, sending, settled } from './payment/making.js';
import { isCharging, type Payment } from './payment/payment.js';
import type { Made } from './payment/payment-records.js';
import type { PayingRequests } from './requests/paying.js';
import type { Accepting } from './trust/accepting.js';
import type { Exemptions } from './trust/exemptions/exemptions.js';
import type { Gate } from './trust/gate.js';
import { arrivalRefusal } from './trust/wait-times.js';
import { payeeIn, refusalOfAmount, refusePayee } from './trust/payee.js';

/** What a payer asks for, parsed. */
export interface SendCommand extends Claim {
  readonly threadId: string;
  readonly payeeId: string | null;
  readonly amount: Money;
  /** The card that funds it; null is the balance. */
  readonly cardId: string | null;
  readonly note: string | null;
  /** The request it pays, as the payer saw it; null for none. */
  readonly request: { readonly id: string; readonly revision: number } | null;
  /** For how long it can be undone, in seconds; null is what the payer has set. */
  readonly undoSeconds: number | null;
  /** When it is to arrive; null is at once. */
  readonly arrivesAt: Date | null;
  /** What the payer confirmed it by; null is nothing. */
  readonly confirmationId: string | null;
  /** What lets it be sent although the same was rejected; null for nothing. */
  readonly exemptionId: string | null;
  readonly at: Date;
}

/** What a send is decided by and against. */
export interface Deciding {
  readonly judge: Judge;
  readonly gate: Gate;
  readonly requests: PayingRequests;
  readonly exemptions: Exemptions;
  readonly books: Books;
}

export class Send {
  /** The answer, once there is one: a replay, a refusal, or what was made. */
  answer: Answer | undefined;
  /** What was made, once it is. */
  payment: Payment | undefined;
  /** The kind of thread it is made in. */
  kind: ThreadRoster['kind'] = 'direct';
  /** Its card is to be authorised only, because a reviewer decides first. */
  toReview = false;

  constructor(readonly command: SendCommand) {}

  refuse(refusal: Refusal): void {
    this.payment = undefined;
    this.answer = { reply: replyRefused(refusal), replayed: false };
  }

  /** Finds out whom this pays, or refuses. */
  resolve(
    rosters: ReadonlyMap<string, ThreadRoster>,
    cards: ReadonlyMap<string, SavedCard>,
    config: Config,
  ): void {
    const roster = rosters.get(this.command.threadId);
    const payee = payeeIn(roster, this.command);
    if (payee instanceof Refusal) {
      this.refuse(payee);
      return;
    }
    const refusal = this.refusalOfMoney(cards, config);
    if (refusal !== undefined) {
      this.refuse(refusal);
      return;
    }
    this.kind = present(roster, 'a send that was not refused has a thread').kind;
    this.payment = newPayment(this.command, payee);
  }

  /** Whom this would have pay whom, which is to be asked of the blocks. */
  pairs(): Pair[] {
    const { payment } = this;
    return payment === undefined ? [] : [[payment.payerId, payment.payeeId]];
  }

  /** Refuses a payment between two of whom one has blocked the other. */
  refuseBlocked(blocked: ReadonlySet<string>): void {
    if (this.pairs().some((pair) => blocked.has(pairKey(pair)))) {
      this.refuse(refusePayee('payee_unavailable'));
    }
  }

  /** Finds out whether the payee must accept it first. */
  mark(accepting: Accepting): void {
    this.payment = this.payment && accepting.mark(this.payment);
  }

  /**
   * Decides what becomes of the payment and stages it in the books. Every send is judged, so that
   * every attempt counts; one that is refused leaves the books as they were. A payment that can be undone,
   * or that a trusted contact must agree to, is judged when that is over, because then the money would move.
   */
  decide({ judge, gate, requests, exemptions, books }: Deciding): void {
    const payment = present(this.payment, 'a send is resolved before it is decided');
    const revision = this.command.request?.revision ?? 0;
    const outcome =
      requests.refusalOf(payment, revision) ??
      exemptions.take(payment, this.command.exemptionId) ??
      this.outcomeOf(payment, { judge, gate, requests, exemptions, books });
    if (outcome instanceof Refusal) {
      exemptions.giveBack(payment);
      this.refuse(outcome);
    } else {
      requests.count(outcome);
      this.payment = { ...outcome, shown: shows(outcome.state) };
    }
  }

  // Limits are used up at once; whatever else may say no is asked when the money would move.
  private outcomeOf(payment: Payment, deciding: Deciding): Payment | Refusal {
    const { gate, books } = deciding;
    const agreement = gate.agreementFor(payment);
    if (agreement instanceof Refusal) return agreement;
    if (agreement !== undefined) return gate.refusalOf(payment) ?? asked(agreement, books);
    const seconds = gate.undoSeconds(payment, this.command.undoSeconds);
    const outcome =
      seconds > 0
        ? (gate.refusalOf(payment) ?? sending(undoable(payment, seconds), books))
        : this.settle(payment, deciding);
    if (!(outcome instanceof Refusal)) gate.count(outcome);
    return outcome;
  }

  private settle(
    payment: Payment,
    { judge, gate, exemptions, books }: Deciding,
  ): Payment | Refusal {
    const { id, payerId, payeeId, amount, createdAt: at } = payment;
    const assessment = judge.assess({ id, payerId, payeeId, amount, occurredAt: at });
    const decision = exemptions.decisionOn(assessment);
    this.toReview = decision !== 'allow';
    const moving = { at, toReview: this.toReview, setAside: null };
    const outcome =
      decision === 'block'
        ? refuseSend('payment_blocked')
        : (gate.refusalOf(payment) ?? settled(payment, books, moving));
    if (outcome instanceof Refusal) judge.refuse(assessment);
    return outcome;
  }

  /** The payment with who made it, why, and in what kind of thread. */
  record(): Made {
    const { personId, key } = this.command;
    return { payment: this.made, actor: personId, cause: `key ${key}`, kind: this.kind };
  }

  /** The exemption it used, if it came with one. */
  exempted(): { caseId: string; payment: Payment }[] {
    const { exemptionId: caseId } = this.command;
    return caseId === null ? [] : [{ caseId, payment: this.made }];
  }

  /** The case a reviewer is to decide, if it is held. */
  reviews(): { candidateId: string; reviewBy: Date }[] {
    const { id, reviewBy } = this.made;
    return reviewBy === null ? [] : [{ candidateId: id, reviewBy }];
  }

  /** What to ask of the card: under review it is authorised only. */
  get chargeLeg(): FirstLeg {
    return legFor(this.made, { toReview: this.toReview, at: this.command.at });
  }

  /** The charge to ask the processor for, if a card pays. */
  charges(): { subjectId: string; leg: FirstLeg }[] {
    const { made } = this;
    return isCharging(made) ? [{ subjectId: made.id, leg: this.chargeLeg }] : [];
  }

  private get made(): Payment {
    return present(this.payment, 'a send that was not refused made a payment');
  }

  private refusalOfMoney(
    cards: ReadonlyMap<string, SavedCard>,
    config: Config,
  ): Refusal | undefined {
    const { amount, cardId, personId } = this.command;
    const ownCard = cardId === null || cards.get(cardId)?.personId === personId;
    return (
      refusalOfAmount(amount, config) ??
      (ownCard ? undefined : refuseCards('card_unknown')) ??
      arrivalRefusal(this.command.arrivesAt, this.command)
    );
  }
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
  refunded: 0n,
  dispute: null,
  createdAt: command.at,
  updatedAt: command.at,
});

const undoable = (payment: Payment, seconds: number): Payment => ({
  ...payment,
  state: 'sending',
  sendsAt: new Date(payment.createdAt.getTime() + seconds * 1000),
});
