// What its payer may do with a schedule that has not ended: change it from the next occurrence on, pause
// and resume it, leave one out, stop it. Each locks it, as the clock does when it takes an occurrence in
// hand: whichever comes first wins, and what was taken in hand is sent.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import type { Money } from '../../shared/money.js';
import { refusePayee } from '../trust/payee.js';
import { insertOccurrences } from './occurrence-store.js';
import { type Plan, textOf } from './calendar/plan.js';
import {
  advance,
  catchUp,
  isOpen,
  refuseScheduled,
  type Schedule,
  type Terms,
} from './schedule.js';
import { ScheduleRecords } from './schedule-records.js';
import { insertTerms, lockSchedule, storeSchedules } from './schedule-store.js';

/** What is to be different; undefined stays as it is. */
export interface ScheduleChange {
  readonly revision: number;
  readonly amount: Money | undefined;
  readonly cardId: string | null | undefined;
  readonly note: string | null | undefined;
  readonly plan: Plan | undefined;
  readonly confirmationId: string | null;
}

@Injectable()
export class ChangeSchedule {
  constructor(
    private readonly transactor: Transactor,
    private readonly records: ScheduleRecords,
    private readonly clock: Clock,
  ) {}

  /** Sends something else, or at other times, from the next occurrence on. */
  async change(payerId: string, id: string, change: ScheduleChange): Promise<void> {
    await this.locked(payerId, id, async (tx, schedule, now) => {
      const terms = this.changed(schedule, change);
      const isNewPlan = textOf(terms.plan) !== textOf(schedule.terms.plan);
      if (isNewPlan) this.records.refusePlan(terms.plan, now);
      await this.records.refuseMoney(tx, payerId, terms);
      const payeeId = await this.records.payee(tx, { ...schedule, personId: payerId });
      if (payeeId !== schedule.payeeId) throw refusePayee('payee_not_in_thread');
      const { mandate: before } = schedule.terms;
      const { confirmationId } = change;
      const mandate = await this.records.mandate(tx, schedule, terms, confirmationId, before);
      const next = { ...schedule, terms: { ...terms, mandate } };
      await insertTerms(tx, id, next.terms, now);
      return isNewPlan ? catchUp(next, now) : next;
    });
  }

  /** Nothing is sent until it is resumed. */
  async pause(payerId: string, id: string): Promise<void> {
    await this.locked(payerId, id, (_tx, schedule) => {
      if (schedule.state !== 'active') throw refuseScheduled('schedule_not_active');
      return { ...schedule, state: 'paused', pausedBy: 'payer' };
    });
  }

  /** It goes on with the first occurrence that is still to come. */
  async resume(payerId: string, id: string): Promise<void> {
    await this.locked(payerId, id, (_tx, schedule, now) => {
      if (schedule.state !== 'paused') throw refuseScheduled('schedule_not_paused');
      const awake = catchUp({ ...schedule, state: 'active', pausedBy: null }, now);
      return { ...awake, countsFrom: awake.nextNumber };
    });
  }

  /** Leaves out one occurrence, which must be the next. */
  async skip(payerId: string, id: string, number: number): Promise<void> {
    await this.locked(payerId, id, async (tx, schedule, now) => {
      const isNext = schedule.state === 'active' && schedule.nextNumber === number;
      if (!isNext) throw refuseScheduled('schedule_occurrence_over');
      await insertOccurrences(tx, [{ schedule, state: 'skipped' }], now);
      return advance(schedule);
    });
  }

  async stop(payerId: string, id: string): Promise<void> {
    await this.locked(payerId, id, (_tx, schedule) => ({
      ...{ ...schedule, state: 'stopped', pausedBy: null },
      ...{ nextAt: null, noticeAt: null },
    }));
  }

  private changed({ terms, nextNumber }: Schedule, change: ScheduleChange): Terms {
    const { amount = terms.amount, cardId = terms.cardId, note = terms.note } = change;
    if (change.revision !== terms.revision) throw refuseScheduled('schedule_changed');
    if (amount.currency !== terms.amount.currency) {
      throw refuseScheduled('schedule_currency_differs');
    }
    const { plan = terms.plan } = change;
    const isNewPlan = textOf(plan) !== textOf(terms.plan);
    const firstNumber = isNewPlan ? nextNumber : terms.firstNumber;
    return { ...terms, revision: terms.revision + 1, amount, cardId, note, plan, firstNumber };
  }

  /** Refuses `schedule_unknown` for everybody else's too. */
  private async locked(
    payerId: string,
    id: string,
    decide: (tx: Tx, schedule: Schedule, now: Date) => Schedule | Promise<Schedule>,
  ): Promise<void> {
    await this.transactor.run(async (tx) => {
      const schedule = await lockSchedule(tx, id);
      if (schedule?.payerId !== payerId) throw refuseScheduled('schedule_unknown');
      if (!isOpen(schedule)) throw refuseScheduled('schedule_over');
      const now = this.clock.now();
      const next = await decide(tx, schedule, now);
      await storeSchedules(tx, [{ ...next, updatedAt: now }]);
      await this.records.tell(tx, [payerId], []);
    });
  }
}
