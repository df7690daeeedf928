// Whoever is first ends a wait, and everybody else is told that it is over: the payer's undo against the
// clock, accepting against declining, cancelling and expiry, a reviewer's words against the payer's and the
// clock's. Many rounds each, on two processes where the clock has a part in it.
import { jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KeepTime } from '../../src/payments/waits/keep-time.js';
import { ReviewPayment } from '../../src/payments/review/review-payment.js';
import { say } from '../support/desk.js';
import { secondApp } from '../support/second-app.js';
import { type Two, Waits } from '../support/waits.js';
import { type TestPerson, until, World } from '../support/world.js';

jest.setTimeout(600_000);

const ROUNDS = 200;
const AT_ONCE = 4;

let world: World;
let waits: Waits;
let second: NestFastifyApplication;
let riley: TestPerson;
let two: Two;
let asking: Two;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 0n };
  world = await World.start({ config: { velocity } });
  waits = new Waits(world);
  second = await secondApp(world);
  riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
  two = await waits.two({ card: null });
  asking = await waits.two({ card: null });
  await waits.acceptEach(asking.ben);
});
afterAll(async () => {
  await second.close();
  await world.stop();
});

/** How often each outcome was seen. */
async function rounds(round: () => Promise<string>): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let done = 0; done < ROUNDS; done += AT_ONCE) {
    const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, round));
    for (const outcome of outcomes) seen[outcome] = (seen[outcome] ?? 0) + 1;
  }
  return seen;
}

const clocks = (): Promise<unknown> =>
  Promise.all([world.app.get(KeepTime).run(), second.get(KeepTime).run()]);

/** The final state, once it is there, with the endings of every hold: each exactly one. */
async function endOf(person: TestPerson, id: string, ends: readonly string[]): Promise<string> {
  const { state } = await until(async () => {
    const view = await waits.seenBy(person, id);
    return view !== undefined && ends.includes(view.state) ? view : undefined;
  }, `${id} ending`);
  const holds = await world.sql<{ endings: number }>(
    `SELECT count(e.hold_id)::int AS endings FROM ledger.holds h
       LEFT JOIN ledger.hold_endings e ON e.hold_id = h.id
      WHERE split_part(h.reference, ':', 1) = $1 GROUP BY h.id`,
    [id],
  );
  expect(holds.map(({ endings }) => endings)).toEqual(holds.map(() => 1));
  const [moves] = await world.sql<{ ends: number }>(
    `SELECT count(*)::int AS ends FROM payments.transitions
      WHERE payment_id = $1 AND state::text = ANY($2)`,
    [id, ends],
  );
  expect(moves?.ends).toBe(1);
  return state;
}

const soon = async (id: string, column: string, ms: number): Promise<void> => {
  await world.sql(
    `UPDATE payments.payments SET ${column} = clock_timestamp() + make_interval(secs => $2)
      WHERE id = $1`,
    [id, ms / 1000],
  );
};

const caseIdOf = async (id: string): Promise<string> => {
  const [row] = await world.sql<{ id: string }>(
    'SELECT id FROM fraud.cases WHERE candidate_id = $1',
    [id],
  );
  return row?.id ?? '';
};

const won = (answers: readonly { status: number }[]): number =>
  answers.filter(({ status }) => status === 200).length;

test('undo against the clock of two processes', async () => {
  await world.fund(two.ana, '10000.00');
  const seen = await rounds(async () => {
    const id = await waits.sent(two, { undoSeconds: 60, amount: '1.00' }, 'sending');
    await soon(id, 'sends_at', Math.random() * 30);
    const [answers] = await Promise.all([
      Promise.all([waits.say(two.ana, id, 'undo'), waits.say(two.ana, id, 'undo')]),
      clocks(),
      new Promise((done) => setTimeout(done, 15)).then(clocks),
    ]);
    const state = await until(async () => {
      const view = await waits.seenBy(two.ana, id);
      return view?.state === 'sending' ? undefined : view?.state;
    }, 'an end');
    expect(won(answers)).toBe(state === 'undone' ? 1 : 0);
    const endings = await world.sql<{ outcome: string }>(
      `SELECT e.outcome FROM ledger.holds h JOIN ledger.hold_endings e ON e.hold_id = h.id
        WHERE h.reference = $1`,
      [`${id}:sending`],
    );
    expect(endings).toHaveLength(1);
    return state;
  });
  // Any amount is reviewed here, so what was sent is held then.
  expect(Object.keys(seen).sort()).toEqual(['held', 'undone']);
});

test('accept, decline, cancel and expiry', async () => {
  await world.fund(asking.ana, '10000.00');
  // Released by a reviewer first, it waits for its payee.
  const seen = await rounds(async () => {
    const id = await waits.sent(asking, { amount: '1.00' }, 'held');
    await say(world, riley, await caseIdOf(id), 'release');
    await waits.reaches(asking.ana, id, 'waiting');
    await soon(id, 'expires_at', Math.random() * 40);
    const answers = await Promise.all([
      waits.say(asking.ben, id, 'accept'),
      waits.say(asking.ben, id, 'decline'),
      waits.say(asking.ana, id, 'cancel'),
      clocks().then(() => ({ status: 0 })),
    ]);
    const state = await endOf(asking.ana, id, ['completed', 'returned']);
    const { returned } = (await waits.seenBy(asking.ana, id)) ?? {};
    expect(won(answers)).toBe(returned === 'expired' ? 0 : 1);
    return returned ?? state;
  });
  expect(Object.keys(seen).length).toBeGreaterThan(1);
});

test('approve, reject, cancel and expiry', async () => {
  await world.fund(two.ana, '10000.00');
  const seen = await rounds(async () => {
    const id = await waits.sent(two, { amount: '1.00' }, 'held');
    const caseId = await caseIdOf(id);
    await world.sql(
      `UPDATE fraud.cases SET review_by = clock_timestamp() + make_interval(secs => $2) WHERE id = $1`,
      [caseId, Math.random() * 0.02],
    );
    const answers = await Promise.all([
      say(world, riley, caseId, 'release'),
      say(world, riley, caseId, 'reject'),
      waits.say(two.ana, id, 'cancel'),
      world.app
        .get(ReviewPayment)
        .expireOverdue()
        .then(() => ({ status: 0 })),
      second
        .get(ReviewPayment)
        .expireOverdue()
        .then(() => ({ status: 0 })),
    ]);
    const state = await endOf(two.ana, id, ['completed', 'rejected', 'returned']);
    const [last] = await world.sql<{ actor: string }>(
      'SELECT actor FROM payments.transitions WHERE payment_id = $1 ORDER BY number DESC LIMIT 1',
      [id],
    );
    expect(won(answers)).toBe(last?.actor === 'clock' ? 0 : 1);
    return state;
  });
  expect(Object.keys(seen).length).toBeGreaterThan(1);
});

test('and everything adds up', async () => {
  expect(await world.faults()).toEqual([]);
});
