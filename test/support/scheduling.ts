// Scheduled payments for a test: two people, schedules by day and time in UTC, and a clock that the test
// moves. Time stands still in the world until it is set again.
import { randomUUID } from 'node:crypto';
import type {
  ScheduleBody,
  ScheduleDetailView,
  SchedulePlan,
} from '../../src/payments/schedules/contract.js';
import { RunSchedules } from '../../src/payments/schedules/run-schedules.js';
import { Clock } from '../../src/shared/clock.js';
import type { NotificationsPage } from '../../src/notifications/contract.js';
import { type Answer, type TestPerson, until, type World } from './world.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Today's noon: in the future of the database's sessions, and in the past of no period. */
export const NOON = new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`);
export const later = (ms: number): Date => new Date(NOON.getTime() + ms);

/** Occurrences that are over, each as its number and what became of it. */
export const statesOf = ({ past }: ScheduleDetailView): string[] =>
  past.map(({ number, state }) => `${String(number)} ${state}`);

export const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** A plan in UTC that begins at this moment. */
export const planAt = (moment: Date, more: Partial<SchedulePlan> = {}): SchedulePlan => ({
  zone: 'UTC',
  startsOn: moment.toISOString().slice(0, 10),
  at: moment.toISOString().slice(11, 16),
  every: 'once',
  ...more,
});

/** What is to be sent every day from next month on. */
export const scheduled = (of: object): object => ({
  ...of,
  plan: planAt(new Date(Date.now() + 30 * DAY), { every: 'day' }),
});

/** Schedules one euro a day to somebody in a thread; answers its id. */
export async function scheduledIn(
  world: World,
  payer: TestPerson,
  wish: { readonly threadId: string; readonly payeeId: string },
  isPaused = false,
): Promise<string> {
  const it = new Scheduling(world);
  const body = scheduled({ ...wish, amount: eur('1.00'), funding: { source: 'balance' } });
  const { id } = await it.made(payer, body as ScheduleBody);
  if (isPaused) await it.say(payer, id, 'pause');
  return id;
}

export class Scheduling {
  constructor(readonly world: World) {}

  /** The world's clock shows this from now on, and stands. */
  set(moment: Date): void {
    this.world.app.get(Clock).now = () => moment;
  }

  /** Sweeps as a process would at this moment. */
  async sweepAt(moment: Date): Promise<void> {
    this.set(moment);
    const running = this.world.app.get(RunSchedules);
    await running.tellOfNext();
    await running.sendDue();
    // The world sweeps by itself, too, and may have been quicker to take them in hand.
    const claimed = `SELECT FROM payments.schedule_occurrences WHERE state = 'claimed'`;
    await until(async () => (await this.world.sql(claimed)).length === 0, 'all of them being sent');
  }

  make(by: TestPerson, body: ScheduleBody, key: string = randomUUID()): Promise<Answer> {
    return Promise.resolve(this.world.post(by, '/v1/schedules', body, key));
  }

  /** Makes one that must be possible. */
  async made(by: TestPerson, body: ScheduleBody): Promise<ScheduleDetailView> {
    const answer = await this.make(by, body);
    if (answer.status !== 201) throw new Error(`not scheduled: ${answer.text}`);
    return this.look(by, (answer.body as { id: string }).id);
  }

  async look(by: TestPerson, id: string): Promise<ScheduleDetailView> {
    return (await this.world.get(by, `/v1/schedules/${id}`)).body as ScheduleDetailView;
  }

  say(by: TestPerson, id: string, word: string, body: object = {}): Promise<Answer> {
    return Promise.resolve(this.world.post(by, `/v1/schedules/${id}/${word}`, body));
  }

  /** What somebody was told of their schedules, oldest first, once it has this in it. */
  async told(person: TestPerson, awaited: string): Promise<string[]> {
    return until(async () => {
      const { body } = await this.world.get(person, '/v1/notifications?limit=100');
      const words = (body as NotificationsPage).notifications
        .filter(({ kind }) => kind.startsWith('schedule_'))
        .map((one) => one.words)
        .reverse();
      return words.some((sentence) => sentence.includes(awaited)) ? words : undefined;
    }, `being told "${awaited}"`);
  }
}
