// One send on its way to an answer, and the rules it meets: whether it may be made at all, and what
// becomes of it given what the judge and the books say. No database here, so that every case can be
// tried in a table.
import type { Judge } from '../fraud/index.js';
import type { AccountRef, Books } from '../ledger/index.js';
import type { Config } from '../shared/config.js';
import { replyRefused } from '../shared/http.js';
import type { Answer } from '../shared/idempotency.js';
import { type Pair, pairKey } from '../shared/pairs.js';
import type { ThreadRoster } from '../shared/money-threads.js';
import { present, Refusal } from '../shared/refusal.js';
import { settle, type Settlement } from './between/settling.js';
import type { SavedCard } from './cards/card-store.js';
import { refuseCards } from './cards/cards.js';
import { accountsOfExchange, type Exchange, exchangeEntries } from './exchange/exchange.js';
import { refuseExchange } from './exchange/price.js';
import type { PricedSends } from './exchange/priced-sends.js';
import type { Quote } from './exchange/quote.js';
import { divided, leastCharge, refuseBalanceFirst } from './payment/balance-first.js';
import { shows } from './payment/machine.js';
import {
  arrived,
  asked,
  type FirstLeg,
  legFor,
  refuseSend,
  sending,
  settled,
} from './payment/making.js';
import { accountsTouched, isCharging, payerAccount, type Payment } from './payment/payment.js';
import type { Made } from './payment/payment-records.js';
import type { PayingRequests } from './requests/paying.js';
import { newPayment, type SendCommand, undoable } from './send-command.js';
import type { Accepting } from './trust/accepting.js';
import type { Exemptions } from './trust/exemptions/exemptions.js';
import type { Gate } from './trust/gate.js';
import { arrivalRefusal } from './trust/wait-times.js';
import { payeeIn, refusalOfAmount, refusePayee } from './trust/payee.js';

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
  /** What it settles at once, if it does. */
  settlement: Settlement | undefined;
  /** The kind of thread it is made in. */
  kind: ThreadRoster['kind'] = 'direct';
  /** Its card is to be authorised only, because a reviewer decides first. */
  toReview = false;
  /** The price it is made at, if it carries one, and the exchange that this is. */
  private quote: Quote | undefined;
  private exchange: Exchange | undefined;
  /** The least that its card is charged, in minor units. */
  private leastCharge = 0n;

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
    prices: PricedSends,
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
    this.leastCharge = leastCharge(config.topUp, this.command.amount.currency);
    const quote = this.quoted(payee, prices);
    if (quote instanceof Refusal) {
      this.refuse(quote);
      return;
    }
    this.payment = newPayment(this.command, payee, quote?.received);
    if (quote === undefined) return;
    this.quote = quote;
    this.exchange = prices.take(quote, this.payment);
  }

  private quoted(payeeId: string, prices: PricedSends): Quote | Refusal | undefined {
    const { quoteId } = this.command;
    return quoteId === null ? undefined : prices.priceOf(quoteId, { ...this.command, payeeId });
  }

  /** Every account it may touch, for locking. */
  accounts(): AccountRef[] {
    const { payment, exchange } = this;
    if (payment === undefined) return [];
    const own = accountsTouched(payment);
    return exchange === undefined ? own : [...own, ...accountsOfExchange(exchange)];
  }

  /** What was refused leaves its price to others. */
  release(prices: PricedSends): void {
    if (this.quote !== undefined && this.payment === undefined) prices.release(this.quote);
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
    const payment = this.shared(books);
    const revision = this.command.request?.revision ?? 0;
    const settlement = this.settling(payment, requests);
    const outcome =
      (settlement instanceof Refusal ? settlement : undefined) ??
      requests.refusalOf(payment, revision) ??
      exemptions.take(payment, this.command.exemptionId) ??
      this.outcomeOf(payment, { judge, gate, requests, exemptions, books });
    if (outcome instanceof Refusal) {
      exemptions.giveBack(payment);
      this.refuse(outcome);
    } else {
      requests.count(outcome);
      this.settlement = settlement instanceof Refusal ? undefined : settlement;
      for (const { requestId, paid, setOff } of this.settlement?.items ?? []) {
        requests.take(requestId, paid + setOff);
      }
      const settlementId = this.settlement?.id ?? null;
      this.payment = { ...outcome, settlementId, shown: shows(outcome.state) };
    }
  }

  // What the balance has is known under its lock only.
  private shared(books: Books): Payment {
    const payment = present(this.payment, 'a send is resolved before it is decided');
    if (!this.command.balanceFirst) return payment;
    return divided(payment, books.available(payerAccount(payment)), this.leastCharge);
  }

  /** The requests it is for, for locking. */
  requestIds(): string[] {
    const settled = this.command.settle.map(({ requestId }) => requestId);
    return [...settled, ...(this.payment?.requestId ? [this.payment.requestId] : [])];
  }

  private settling(
    payment: Payment,
    { requests }: PayingRequests,
  ): Settlement | Refusal | undefined {
    const { settle: seen, at } = this.command;
    return seen.length === 0 ? undefined : settle({ ...payment, at }, seen, requests);
  }

  // Limits are used up at once; whatever else may say no is asked when the money would move.
  private outcomeOf(payment: Payment, deciding: Deciding): Payment | Refusal {
    const { gate, books } = deciding;
    const agreement = gate.agreementFor(payment);
    if (agreement instanceof Refusal) return agreement;
    if (agreement !== undefined && this.exchange !== undefined) {
      return refuseExchange('exchange_cannot_wait');
    }
    if (agreement !== undefined) return gate.refusalOf(payment) ?? asked(agreement, books);
    // A price is over before it could be undone.
    const seconds =
      this.exchange === undefined ? gate.undoSeconds(payment, this.command.undoSeconds) : 0;
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
    const outcome =
      decision === 'block'
        ? refuseSend('payment_blocked')
        : (gate.refusalOf(payment) ?? this.move(payment, books));
    if (outcome instanceof Refusal) judge.refuse(assessment);
    return outcome;
  }

  // A price is not kept for anybody's word: what is exchanged is paid at once, or not at all.
  private move(payment: Payment, books: Books): Payment | Refusal {
    const { exchange, toReview } = this;
    const moving = { at: payment.createdAt, toReview, setAside: null };
    if (exchange === undefined) return settled(payment, books, moving);
    const waits = toReview || payment.toAccept || payment.arrivesAt !== null;
    if (waits) return refuseExchange('exchange_cannot_wait');
    return arrived(payment, books, moving, exchangeEntries(exchange));
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
    const { amount, cardId, personId, balanceFirst, quoteId } = this.command;
    const isExchanged = balanceFirst && quoteId !== null;
    const ownCard = cardId === null || cards.get(cardId)?.personId === personId;
    return (
      refusalOfAmount(amount, config) ??
      (ownCard ? undefined : refuseCards('card_unknown')) ??
      (isExchanged ? refuseBalanceFirst('balance_first_cannot_wait') : undefined) ??
      arrivalRefusal(this.command.arrivesAt, this.command)
    );
  }
}
