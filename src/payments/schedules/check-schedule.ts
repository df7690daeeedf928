// The look before a schedule is made or changed: what the look before a payment says, bound to the
// schedule as a whole, and when the first ones would be sent.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { CheckPayment } from '../trust/check-payment.js';
import { digestOfSchedule } from '../trust/confirming.js';
import type { ScheduleChange } from './change-schedule.js';
import type { ScheduleCheckView } from './contract.js';
import type { ScheduleCommand } from './make-schedule.js';
import { occurrence, textOf } from './calendar/plan.js';
import { refuseScheduled, upcomingOf } from './schedule.js';
import { ScheduleRecords } from './schedule-records.js';
import { findSchedule } from './schedule-store.js';

export type ScheduleLook = Pick<
  ScheduleCommand,
  'personId' | 'threadId' | 'payeeId' | 'amount' | 'cardId' | 'plan' | 'at'
>;

const SHOWN = 3;

@Injectable()
export class CheckSchedule {
  constructor(
    private readonly check: CheckPayment,
    private readonly records: ScheduleRecords,
    private readonly transactor: Transactor,
  ) {}

  /** Refuses what could not be scheduled like this. */
  async run(look: ScheduleLook): Promise<ScheduleCheckView> {
    const { plan, at } = look;
    this.records.refusePlan(plan, at);
    const upcoming = Array.from({ length: SHOWN }, (_, index) => occurrence(plan, index + 1));
    return this.view(look, upcoming);
  }

  /** The same for a change of one of the payer's own. */
  async ofChange(
    personId: string,
    id: string,
    change: Pick<ScheduleChange, 'amount' | 'cardId' | 'plan'>,
    at: Date,
  ): Promise<ScheduleCheckView> {
    const schedule = await findSchedule(this.transactor.reader, id);
    if (schedule?.payerId !== personId) throw refuseScheduled('schedule_unknown');
    const { threadId, payeeId, terms } = schedule;
    const { amount = terms.amount, cardId = terms.cardId, plan = terms.plan } = change;
    const look = { personId, threadId, payeeId, amount, cardId, plan, at };
    if (textOf(plan) !== textOf(terms.plan)) return this.run(look);
    return this.view(
      look,
      upcomingOf(schedule, SHOWN).map((one) => one.at),
    );
  }

  private async view(
    look: ScheduleLook,
    upcoming: readonly (Date | null)[],
  ): Promise<ScheduleCheckView> {
    const text = textOf(look.plan);
    const checked = await this.check.run({
      ...look,
      source: look.cardId === null ? 'balance' : 'card',
      digestOf: (statement) => digestOfSchedule(statement, text),
    });
    const { payee, history, firstPayment, looksLike, warning, fee } = checked;
    const { agreement, confirmation } = checked;
    return {
      ...{ payee, history, firstPayment, looksLike, warning, fee, agreement, confirmation },
      upcoming: upcoming.flatMap((moment) => moment?.toISOString() ?? []),
    };
  }
}
