// What making, changing and running a schedule have in common: whom and what it may be for, what its
// payer must confirm, and whom to tell. A confirmation is bound to payer, payee, amount, currency, thread
// and plan, and is used up here; its digest stays with the terms, where the gate of every send finds it.
import { Inject, Injectable } from '@nestjs/common';
import { Confirmations, readyToConfirm } from '../../identity/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import type { Tx } from '../../shared/database.js';
import { announce, type Happening } from '../../shared/happenings.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { Outbox } from '../../shared/outbox.js';
import { Refusal } from '../../shared/refusal.js';
import { tellPeople } from '../../shared/told.js';
import { Cards, refuseCards } from '../cards/cards.js';
import { confirmingRefusal, confirmReason, digestOfSchedule } from '../trust/confirming.js';
import { payeeIn, refusalOfAmount, refusePayee } from '../trust/payee.js';
import { standingsNow } from '../trust/standing-store.js';
import { faultOf, type Plan, textOf } from './calendar/plan.js';
import { refuseScheduled, type Schedule, type Terms } from './schedule.js';

type Parties = Pick<Schedule, 'threadId' | 'payerId' | 'payeeId'>;

@Injectable()
export class ScheduleRecords {
  constructor(
    private readonly threads: MoneyThreads,
    private readonly cards: Cards,
    private readonly confirmations: Confirmations,
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whom it pays, or why nobody. */
  async payee(
    tx: Tx,
    asked: {
      readonly personId: string;
      readonly threadId: string;
      readonly payeeId: string | null;
    },
  ): Promise<string> {
    const rosters = await this.threads.rosters(tx, [asked.threadId]);
    const payeeId = payeeIn(rosters.get(asked.threadId), asked);
    if (payeeId instanceof Refusal) throw payeeId;
    const blocked = await this.threads.blocked(tx, [[asked.personId, payeeId]]);
    if (blocked.size > 0) throw refusePayee('payee_unavailable');
    return payeeId;
  }

  /** Refuses an amount or a card that could never be sent. */
  async refuseMoney(
    tx: Tx,
    payerId: string,
    { amount, cardId }: Pick<Terms, 'amount' | 'cardId'>,
  ): Promise<void> {
    const refusal = refusalOfAmount(amount, this.config);
    if (refusal !== undefined) throw refusal;
    if (cardId === null) return;
    const card = (await this.cards.usable(tx, [cardId])).get(cardId);
    if (card?.personId !== payerId) throw refuseCards('card_unknown');
  }

  /** Refuses a plan that could not be carried out from now on. */
  refusePlan(plan: Plan, now: Date): void {
    const fault = faultOf(plan, now);
    if (fault !== null) throw refuseScheduled('schedule_not_possible', fault);
  }

  /**
   * The digest that stands behind terms: null where nothing must be confirmed, the one before where
   * nothing changed that was confirmed, else that of the confirmation, which is used up.
   */
  async mandate(
    tx: Tx,
    { threadId, payerId, payeeId }: Parties,
    { amount, plan }: Pick<Terms, 'amount' | 'plan'>,
    confirmationId: string | null,
    before: Buffer | null = null,
  ): Promise<Buffer | null> {
    const digest = digestOfSchedule({ threadId, payerId, payeeId, amount }, textOf(plan));
    if (before?.equals(digest) === true) return before;
    const pair = { payerId, payeeId, currency: amount.currency };
    const { paidBefore } = (await standingsNow(tx, [pair])).of(pair);
    if (confirmReason(this.config.confirm, amount, paidBefore) === null) return null;
    if (confirmationId === null) {
      const isReady = (await readyToConfirm(tx, [payerId])).has(payerId);
      throw confirmingRefusal(isReady ? 'missing' : 'not_set_up') as Refusal;
    }
    const use = { id: confirmationId, personId: payerId, digest };
    const [isGood] = await this.confirmations.consume(tx, [use]);
    if (isGood !== true) throw confirmingRefusal('invalid') as Refusal;
    return digest;
  }

  /** Has the payer told of it, and their open pages ask again. */
  async tell(tx: Tx, payerIds: readonly string[], happenings: readonly Happening[]): Promise<void> {
    const personIds = [...new Set(payerIds)];
    await tellPeople(tx, this.outbox, { personIds, what: 'schedules' });
    await announce(tx, this.outbox, happenings);
  }
}
