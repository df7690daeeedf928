// "Schedule a payment": what is to be sent, to whom, and when. Nothing moves now; each occurrence is a
// send like any other when its time comes.
import { Injectable } from '@nestjs/common';
import { Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import type { Money } from '../../shared/money.js';
import { People } from '../../shared/people.js';
import { KEYS } from '../payment/idempotency.js';
import { occurrence, type Plan } from './calendar/plan.js';
import { goOn, OPEN_MAX, refuseScheduled, type Schedule } from './schedule.js';
import { ScheduleRecords } from './schedule-records.js';
import { insertSchedule, openSchedulesOf } from './schedule-store.js';
import { toScheduleView } from './schedule.view.js';

export interface ScheduleCommand extends Claim {
  readonly threadId: string;
  /** Null in a direct thread, where it is the other one. */
  readonly payeeId: string | null;
  readonly amount: Money;
  readonly cardId: string | null;
  readonly note: string | null;
  readonly plan: Plan;
  readonly confirmationId: string | null;
  readonly at: Date;
}

@Injectable()
export class MakeSchedule {
  constructor(
    private readonly transactor: Transactor,
    private readonly records: ScheduleRecords,
    private readonly people: People,
  ) {}

  /** Makes it, once for each key. Refusals are answers too, and are kept with the key. */
  run(command: ScheduleCommand): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const schedule = await this.schedule(tx, command);
        await insertSchedule(tx, schedule);
        await this.records.tell(tx, [schedule.payerId], []);
        const people = await this.people.profiles(tx, [schedule.payeeId]);
        return { subjectId: schedule.id, reply: replyWith(201, toScheduleView(schedule, people)) };
      }),
    );
  }

  private async schedule(tx: Tx, command: ScheduleCommand): Promise<Schedule> {
    const { personId: payerId, threadId, amount, cardId, note, plan, at } = command;
    this.records.refusePlan(plan, at);
    await this.records.refuseMoney(tx, payerId, { amount, cardId });
    const payeeId = await this.records.payee(tx, command);
    if ((await openSchedulesOf(tx, payerId)) >= OPEN_MAX)
      throw refuseScheduled('schedules_too_many');
    const parties = { threadId, payerId, payeeId };
    const mandate = await this.records.mandate(tx, parties, command, command.confirmationId);
    const schedule: Schedule = {
      id: newId('sch'),
      ...parties,
      state: 'active',
      pausedBy: null,
      terms: { revision: 1, amount, cardId, note, plan, firstNumber: 1, mandate },
      nextNumber: 1,
      nextAt: null,
      noticeAt: null,
      countsFrom: 1,
      createdAt: at,
      updatedAt: at,
    };
    return goOn(schedule, 1, occurrence(plan, 1));
  }
}
