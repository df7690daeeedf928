// The clock's part. An occurrence whose time has come is taken in hand in one transaction, which its row
// makes happen once, and sent after it through the ordinary verb under an idempotency key of its own. So
// whoever dies in between leaves it to be taken up again, and the key answers what was done already.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { Sweeper } from '../sweep/sweeper.js';
import {
  areAllRefused,
  type Claimed,
  insertOccurrences,
  takeAbandoned,
} from './occurrence-store.js';
import { advance, DAY_MS, REFUSALS_MAX, type Schedule } from './schedule.js';
import { noticeOf, troubleOf } from './schedule-happenings.js';
import { ScheduleRecords } from './schedule-records.js';
import { storeSchedules, takeSchedules } from './schedule-store.js';
import { SendOccurrence } from './send-occurrence.js';

const AT_ONCE = 50;
/** Of one schedule in one transaction, after a long absence. */
const MISSED_AT_ONCE = 200;

@Injectable()
export class RunSchedules implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly records: ScheduleRecords,
    private readonly sending: SendOccurrence,
    private readonly sweeper: Sweeper,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('telling of scheduled payments', () => this.tellOfNext());
    this.sweeper.add('sending scheduled payments', () => this.sendDue());
  }

  /** Has payers told, once, of what is sent within a day. */
  async tellOfNext(): Promise<void> {
    await inRounds(() =>
      this.transactor.run(async (tx) => {
        const now = this.clock.now();
        const near = await takeSchedules(tx, 'to_tell', now, AT_ONCE);
        await storeSchedules(
          tx,
          near.map((schedule) => ({ ...schedule, noticeAt: null })),
        );
        await this.records.tell(
          tx,
          [],
          near.map((schedule) => noticeOf(schedule, now)),
        );
        return near.length;
      }),
    );
  }

  /** Sends what is due, and what somebody took in hand and did not finish. */
  async sendDue(): Promise<void> {
    await inRounds(async () => {
      const { taken, claimed } = await this.transactor.run((tx) => this.claim(tx));
      await this.sending.all(claimed);
      return taken;
    });
    await inRounds(async () => {
      const left = await this.transactor.run((tx) => takeAbandoned(tx, AT_ONCE));
      await this.sending.all(left);
      return left.length;
    });
  }

  /** Takes due occurrences in hand; what is more than a day late is only noted. */
  private async claim(tx: Tx): Promise<{ taken: number; claimed: Claimed[] }> {
    const now = this.clock.now();
    const due = await takeSchedules(tx, 'due', now, AT_ONCE);
    const [claimed, stored]: [Claimed[], Schedule[]] = [[], []];
    for (const schedule of due) {
      if (await areAllRefused(tx, schedule, REFUSALS_MAX)) {
        stored.push(await this.pause(tx, schedule));
        continue;
      }
      const next = await this.passOver(tx, schedule, now);
      if (isDue(next, now) && !isTooLate(next, now)) {
        await insertOccurrences(tx, [{ schedule: next, state: 'claimed' }], now);
        claimed.push(claimedOf(next));
        stored.push(advance(next));
      } else {
        stored.push(next);
      }
    }
    await storeSchedules(
      tx,
      stored.map((schedule) => ({ ...schedule, updatedAt: now })),
    );
    await this.records.tell(
      tx,
      stored.map(({ payerId }) => payerId),
      [],
    );
    return { taken: due.length, claimed };
  }

  /** Goes past what was missed, and has the payer told of it once. */
  private async passOver(tx: Tx, from: Schedule, now: Date): Promise<Schedule> {
    const missed: Schedule[] = [];
    let schedule = from;
    while (isTooLate(schedule, now) && missed.length < MISSED_AT_ONCE) {
      missed.push(schedule);
      schedule = advance(schedule);
    }
    const last = missed.at(-1);
    if (last === undefined) return schedule;
    await insertOccurrences(
      tx,
      missed.map((one) => ({ schedule: one, state: 'missed' as const })),
      now,
    );
    // While more of them are to be gone past, there is nothing to say yet.
    if (!isTooLate(schedule, now)) {
      await this.records.tell(tx, [from.payerId], [troubleOf(from, last.nextNumber, 'missed')]);
    }
    return schedule;
  }

  /** Payments of it that were made and then came to nothing count as refusals. */
  private async pause(tx: Tx, schedule: Schedule): Promise<Schedule> {
    const happening = troubleOf(schedule, schedule.nextNumber - 1, 'paused');
    await this.records.tell(tx, [schedule.payerId], [happening]);
    return { ...schedule, state: 'paused', pausedBy: 'refusals' };
  }
}

const isDue = ({ nextAt }: Schedule, now: Date): boolean => nextAt !== null && nextAt <= now;

const isTooLate = ({ nextAt }: Schedule, now: Date): boolean =>
  nextAt !== null && now.getTime() - nextAt.getTime() >= DAY_MS;

const claimedOf = ({ id, nextNumber, nextAt, ...schedule }: Schedule): Claimed => ({
  scheduleId: id,
  number: nextNumber,
  dueAt: nextAt as Date,
  threadId: schedule.threadId,
  payerId: schedule.payerId,
  payeeId: schedule.payeeId,
  terms: schedule.terms,
});

/** Again while a round finds as many as it can take. */
async function inRounds(round: () => Promise<number>): Promise<void> {
  while ((await round()) === AT_ONCE);
}
