// Every occurrence is one payment, whoever sends it and whoever dies on the way: hundreds of them due at
// one moment, swept by several processes; a real process killed by SIGKILL after it took them in hand and
// before it sent them, or after it sent them and before it wrote that down; and each verb of a payer
// against the clock.
import pg from 'pg';
import { RunSchedules } from '../../src/payments/schedules/run-schedules.js';
import { Clock } from '../../src/shared/clock.js';
import { startChild } from '../support/child-app.js';
import { DAY, eur, HOUR, planAt, Scheduling } from '../support/scheduling.js';
import { secondApp } from '../support/second-app.js';
import { type TestPerson, until, World } from '../support/world.js';

const PAYERS = 10;
const EACH = 20;
const ALL = PAYERS * EACH;
const LONG_MS = 300_000;

let world: World;
let it: Scheduling;
let payers: TestPerson[];
let payee: TestPerson;

beforeAll(async () => {
  world = await World.start();
  it = new Scheduling(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  // For this process nothing is due before the test lets it be.
  it.set(new Date(Date.now() - DAY / 2));
  payee = await world.person();
  payers = [];
  for (let n = 0; n < PAYERS; n++) payers.push(await world.person({ balance: '1000.00' }));
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

/** Two hundred of them, due an hour ago by the clock of any other process; answers their ids. */
async function due(): Promise<{ id: string; payer: TestPerson }[]> {
  const made: { id: string; payer: TestPerson }[] = [];
  for (const payer of payers) {
    const threadId = await world.thread([payer, payee]);
    const body = { threadId, amount: eur('1.00'), funding: { source: 'balance' as const } };
    const plan = planAt(new Date(Date.now() - HOUR));
    for (let n = 0; n < EACH; n++) {
      made.push({ payer, id: (await it.made(payer, { ...body, plan })).id });
    }
  }
  return made;
}

const count = async (of: string): Promise<number> => {
  const [row] = await world.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${of}`);
  return row?.n ?? 0;
};
const claimed = () => count(`payments.schedule_occurrences WHERE state = 'claimed'`);
const payments = () => count(`payments.payments WHERE payee_id = '${payee.id}'`);

/** Three processes sweep until nothing is left, and each occurrence is one payment. */
async function settle(): Promise<void> {
  world.app.get(Clock).now = () => new Date();
  const second = await secondApp(world);
  const child = await startChild(world);
  try {
    await until(async () => {
      const sweeps = [world.app, second].flatMap((app) => [
        app.get(RunSchedules).sendDue(),
        app.get(RunSchedules).sendDue(),
      ]);
      await Promise.all(sweeps);
      return (await claimed()) === 0 && (await payments()) === ALL;
    }, 'all of them being sent');
    expect(await world.available(payee)).toBe(`${String(ALL)}.00`);
    for (const payer of payers) {
      expect(await world.available(payer)).toBe(`${String(1000 - EACH)}.00`);
    }
    expect(await count(`payments.schedules WHERE state = 'active'`)).toBe(0);
  } finally {
    await second.close();
    await child.stop();
  }
}

/** A connection of the database's owner that holds a lock while something happens. */
async function holding(sql: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query(sql);
  return async () => {
    await client.query('COMMIT');
    await client.end();
  };
}

const leasesOver = () =>
  world.sql(
    `UPDATE payments.schedule_occurrences SET leased_until = now() - interval '1 second'
      WHERE state = 'claimed'`,
  );

test(
  'due at one moment and swept by three processes: each is sent once',
  async () => {
    await due();
    await settle();
  },
  LONG_MS,
);

test(
  'killed after it took them in hand and before it sent any: each is sent once',
  async () => {
    await due();
    const release = await holding('LOCK TABLE payments.payments IN SHARE ROW EXCLUSIVE MODE');
    const child = await startChild(world);
    await until(async () => (await claimed()) > 0, 'the process taking them in hand');
    await child.kill();
    await release();
    expect(await claimed()).toBeGreaterThan(0);
    await leasesOver();
    await settle();
  },
  LONG_MS,
);

test(
  'killed after it sent them and before it wrote that down: none is sent again',
  async () => {
    await due();
    const letSend = await holding('LOCK TABLE payments.payments IN SHARE ROW EXCLUSIVE MODE');
    const child = await startChild(world);
    const taken = await until(() => claimed(), 'the process taking them in hand');
    const letWrite = await holding('SELECT FROM payments.schedules FOR UPDATE');
    await letSend();
    await until(async () => (await payments()) === taken, 'what was taken in hand being sent');
    await child.kill();
    await letWrite();
    expect(await claimed()).toBe(taken);
    await leasesOver();
    await settle();
  },
  LONG_MS,
);

test.each(['stop', 'pause', 'skip'])(
  '%s or the send, 200 times: exactly one wins',
  async (word) => {
    const made = await due();
    world.app.get(Clock).now = () => new Date();
    const second = await secondApp(world);
    const words = word === 'skip' ? { number: 1 } : {};
    const statuses = new Map<string, number>();
    const say = async ({ id, payer }: (typeof made)[number]): Promise<void> => {
      statuses.set(id, (await it.say(payer, id, word, words)).status);
    };
    const moveTo = (moment: string, some: typeof made) =>
      world.sql(`UPDATE payments.schedules SET next_at = now() + $1 WHERE id = ANY($2)`, [
        moment,
        some.map(({ id }) => id),
      ]);
    await moveTo('1 day', made);
    // Few at a time, so that the clock and the payer meet at each of them.
    for (let n = 0; n < made.length; n += 4) {
      const some = made.slice(n, n + 4);
      await moveTo('-1 hour', some);
      await Promise.all([
        ...some.slice(0, 2).map(say),
        world.app.get(RunSchedules).sendDue(),
        second.get(RunSchedules).sendDue(),
        ...some.slice(2).map(say),
      ]);
    }
    await second.close();
    await until(async () => (await claimed()) === 0, 'what was taken in hand being sent');
    for (const { id, payer } of made) {
      const { past } = await it.look(payer, id);
      expect([id, past.some(({ state }) => state === 'sent')]).toEqual([
        id,
        statuses.get(id) !== 200,
      ]);
    }
    const sent = await payments();
    expect(await world.available(payee)).toBe(`${String(sent)}.00`);
    expect([sent > 0, sent < ALL]).toEqual([true, true]);
  },
);
