// One occurrence that was taken in hand: sent as its payer would send it now, judged like any send, and
// what came of it written down. It may be tried by several processes one after the other; the key lets
// it be one payment, and the row lets its end be written once.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { rows, Transactor, type Tx } from '../../shared/database.js';
import type { Happening } from '../../shared/happenings.js';
import { type Answer, fingerprintOf } from '../../shared/idempotency.js';
import { Refusal } from '../../shared/refusal.js';
import { KEYS } from '../payment/idempotency.js';
import { type ScheduledSend, ScheduledSender } from '../payment/ports/scheduled-sender.js';
import { areAllRefused, type Claimed, type Ending, endOccurrence } from './occurrence-store.js';
import { DAY_MS, LATE_MS, REFUSALS_MAX, refuseScheduled } from './schedule.js';
import { troubleOf } from './schedule-happenings.js';
import { ScheduleRecords } from './schedule-records.js';
import { lockSchedule, storeSchedules } from './schedule-store.js';

@Injectable()
export class SendOccurrence {
  private readonly log = new Logger(SendOccurrence.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly sender: ScheduledSender,
    private readonly records: ScheduleRecords,
    private readonly clock: Clock,
  ) {}

  /** Sends all of them at once. One that cannot be ended now is taken up again when its lease is over. */
  async all(claimed: readonly Claimed[]): Promise<void> {
    await Promise.all(
      claimed.map((one) =>
        this.run(one).catch((error: unknown) => {
          this.log.error(`${one.scheduleId} ${String(one.number)}: not sent yet`, error);
        }),
      ),
    );
  }

  private async run(claimed: Claimed): Promise<void> {
    const now = this.clock.now();
    const dueAt = claimed.dueAt.getTime();
    const command = commandOf(claimed, now);
    const isTooLate = now.getTime() - dueAt >= DAY_MS;
    const answer = isTooLate ? await this.giveUp(command) : await this.send(command);
    if (answer === undefined) return;
    const { status, body } = answer.reply;
    const { state, code = null } = JSON.parse(body) as { state?: string; code?: string };
    // Whoever began it is still waiting for the processor, and so does this.
    if (code === 'request_in_progress') return;
    await this.transactor.run(async (tx) => {
      const made = await madeBy(tx, command);
      const isSent = status < 300;
      await this.end(tx, claimed, {
        state: isSent ? 'sent' : code === 'schedule_too_late' ? 'missed' : 'refused',
        late: isSent && made !== undefined && made.at.getTime() - dueAt >= LATE_MS,
        paymentId: made?.id ?? null,
        refusal: isSent || code === 'schedule_too_late' ? null : code,
        waitsForBank: state === 'authenticating',
      });
    });
  }

  /** Undefined while nobody can say: the processor is known not to answer, so nothing was asked. */
  private async send(command: ScheduledSend): Promise<Answer | undefined> {
    try {
      return await this.sender.run(command);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  // The key is used up with a no, so that whoever still has it in hand cannot send it any more. If it
  // was sent after all, that is the answer.
  private giveUp(command: ScheduledSend): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, () => Promise.reject(refuseScheduled('schedule_too_late'))),
    );
  }

  private async end(
    tx: Tx,
    claimed: Claimed,
    ending: Ending & { readonly waitsForBank: boolean },
  ): Promise<void> {
    const now = this.clock.now();
    const schedule = await lockSchedule(tx, claimed.scheduleId);
    if (schedule === undefined || !(await endOccurrence(tx, claimed, ending, now))) return;
    const { number } = claimed;
    const happenings: Happening[] = [];
    const about = { ...claimed, id: claimed.scheduleId };
    if (ending.waitsForBank) happenings.push(troubleOf(about, number, 'bank'));
    else if (ending.late) happenings.push(troubleOf(about, number, 'late'));
    if (ending.state === 'missed') happenings.push(troubleOf(about, number, 'missed'));
    if (ending.state === 'refused') {
      const isPaused =
        schedule.state === 'active' && (await areAllRefused(tx, schedule, REFUSALS_MAX));
      if (isPaused) {
        const paused = { ...schedule, state: 'paused', pausedBy: 'refusals' } as const;
        await storeSchedules(tx, [{ ...paused, updatedAt: now }]);
        happenings.push(troubleOf(about, number, 'paused'));
      } else if (ending.paymentId === null) {
        // A payment that failed says so itself.
        happenings.push(troubleOf(about, number, 'refused'));
      }
    }
    await this.records.tell(tx, [claimed.payerId], happenings);
  }
}

// No header can carry a space, so no request can ever have this key.
function commandOf(claimed: Claimed, at: Date): ScheduledSend {
  const { scheduleId, number, threadId, payerId, payeeId, terms } = claimed;
  const key = `schedule ${scheduleId} ${String(number)}`;
  return {
    personId: payerId,
    key,
    fingerprint: fingerprintOf('send-occurrence', { key }),
    ...{ threadId, payeeId, amount: terms.amount, cardId: terms.cardId, note: terms.note },
    occurrence: { scheduleId, number },
    at,
  };
}

/** The payment that was made under the key, whatever became of it. */
async function madeBy(
  tx: Tx,
  { personId, key }: ScheduledSend,
): Promise<{ readonly id: string; readonly at: Date } | undefined> {
  const [found] = await rows<{ id: string; at: Date }>(
    tx,
    `SELECT p.id, p.created_at AS at
       FROM payments.idempotency_keys k JOIN payments.payments p ON p.id = k.subject_id
      WHERE k.person_id = $1 AND k.key = $2`,
    [personId, key],
  );
  return found;
}
