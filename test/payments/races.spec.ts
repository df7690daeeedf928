// Many sends at the same moment: no cent is made or lost, nobody waits for ever, and one that makes
// the database fail hurts only itself, in one process and in two.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { secondApp } from '../support/second-app.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const times = <T>(count: number, make: (index: number) => PromiseLike<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

function tally(answers: readonly Answer[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { status, body } of answers) {
    const what = `${String(status)} ${String(body.state ?? body.code)}`;
    counted[what] = (counted[what] ?? 0) + 1;
  }
  return counted;
}

/** The versions an account went through, and its balance after each, in minor units. */
async function history(person: TestPerson): Promise<{ version: string; balance: string }[]> {
  return world.sql(
    `SELECT l.account_version AS version, l.balance_after AS balance
       FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
      WHERE a.owner = $1 ORDER BY l.account_version`,
    [person.id],
  );
}

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

test('200 sends of 1.00 from 100.00: 100 are made, 100 are refused, nothing is left', async () => {
  const [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
  const thread = await world.thread([ana, ben]);
  const answers = await times(200, () => world.send(ana, thread, '1.00'));
  expect(tally(answers)).toEqual({ '201 completed': 100, '422 insufficient_funds': 100 });
  expect(await world.available(ana)).toBe('0.00');
  expect(await world.available(ben)).toBe('100.00');

  const steps = await history(ana);
  expect(steps.map(({ version }) => version)).toEqual(upTo(101));
  expect(steps.map(({ balance }) => Number(balance))).toEqual(
    Array.from({ length: 101 }, (_, spent) => 10_000 - 100 * spent),
  );
  expect((await history(ben)).map(({ version }) => version)).toEqual(upTo(100));
  const ids = answers.flatMap(({ body }) => (body.id === undefined ? [] : [String(body.id)]));
  expect(new Set(ids).size).toBe(100);
});

test('sends of different sizes: never more than there was, and never a refusal too many', async () => {
  const [ana, ben] = [await world.person({ balance: '50.00' }), await world.person()];
  const thread = await world.thread([ana, ben]);
  const answers = await times(60, (index) =>
    world.send(ana, thread, index % 3 === 0 ? '7.77' : '0.33'),
  );
  const sent = answers
    .filter(({ status }) => status === 201)
    .reduce((sum, { body }) => sum + Math.round(Number(body.amount.amount) * 100), 0);
  expect(Math.round(Number(await world.available(ana)) * 100)).toBe(5000 - sent);
  expect(Math.round(Number(await world.available(ben)) * 100)).toBe(sent);
  // What was refused did not fit into what was left in the end.
  const refused = answers.filter(({ status }) => status === 422);
  expect(refused.length).toBeGreaterThan(0);
  expect(5000 - sent).toBeLessThan(777);
});

test('A pays B while B pays A, 200 times each way, and nobody waits for ever', async () => {
  const [ana, ben] = [
    await world.person({ balance: '300.00' }),
    await world.person({ balance: '300.00' }),
  ];
  const thread = await world.thread([ana, ben]);
  const answers = await times(400, (index) =>
    world.send(index % 2 === 0 ? ana : ben, thread, '1.00'),
  );
  expect(tally(answers)).toEqual({ '201 completed': 400 });
  expect(await world.available(ana)).toBe('300.00');
  expect(await world.available(ben)).toBe('300.00');
});

test('money round a ring of six, from both ends at once', async () => {
  const people = await times(6, () => world.person({ balance: '20.00' }));
  const at = (index: number): TestPerson => people[(index + 6) % 6] as TestPerson;
  const threads = await times(6, (index) => world.thread([at(index), at(index + 1)]));
  const answers = await times(240, (index) => {
    const clockwise = index % 2 === 0;
    const thread = threads[(clockwise ? index : index + 5) % 6] as string;
    return world.send(at(index), thread, '0.50');
  });
  expect(answers.every(({ status }) => [201, 422].includes(status))).toBe(true);
  const left = await times(6, (index) => world.available(at(index)));
  expect(left.reduce((sum, text) => sum + Number(text), 0)).toBe(120);
});

test('a send that makes the database fail loses nobody but itself', async () => {
  const payers = await times(51, () => world.person({ balance: '5.00' }));
  const ben = await world.person();
  const threads = await Promise.all(payers.map((payer) => world.thread([payer, ben])));
  // A fault of the database's own, which no check of the input can see. A sequence is not rolled
  // back, so it tells how many rows were tried in all: counted before any of them fails, as the
  // poisoned one may be the first of its batch.
  await world.sql(`
    CREATE SEQUENCE public.tries;
    CREATE FUNCTION public.tried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      PERFORM nextval('public.tries');
      RETURN NEW;
    END $$;
    CREATE TRIGGER tried BEFORE INSERT ON payments.payments FOR EACH ROW
      EXECUTE FUNCTION public.tried();
    CREATE FUNCTION public.poison() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF NEW.note = 'poison' THEN
        RAISE EXCEPTION 'poisoned' USING ERRCODE = 'data_corrupted';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER poison AFTER INSERT ON payments.payments FOR EACH ROW
      EXECUTE FUNCTION public.poison();
  `);
  const answers = await times(51, (index) =>
    world.send(payers[index] as TestPerson, threads[index] as string, '2.00', {
      note: index === 25 ? 'poison' : 'fine',
    }),
  );
  expect(answers[25]?.body).toMatchObject({ status: 500, code: 'internal_error' });
  expect(answers[25]?.text).not.toContain('poisoned');
  expect(tally(answers.filter((_, index) => index !== 25))).toEqual({ '201 completed': 50 });
  expect(await world.available(payers[25] as TestPerson)).toBe('5.00');
  expect(await world.available(ben)).toBe('100.00');
  // They were together: some of the good ones were rolled back with it, and tried again.
  const [tries] = await world.sql<{ n: string }>('SELECT last_value AS n FROM public.tries');
  expect(Number(tries?.n)).toBeGreaterThan(52);
  await world.sql(
    'DROP TRIGGER poison ON payments.payments; DROP TRIGGER tried ON payments.payments',
  );
  const healed = await world.send(payers[25] as TestPerson, threads[25] as string, '2.00', {
    note: 'poison',
  });
  expect(healed.status).toBe(201);
});

describe('two processes on one database', () => {
  let second: NestFastifyApplication;
  beforeAll(async () => {
    second = await secondApp(world);
  });
  afterAll(() => second.close());

  const send = (
    app: NestFastifyApplication,
    payer: TestPerson,
    threadId: string,
    key: string = randomUUID(),
  ): request.Test =>
    request(app.getHttpServer())
      .post('/v1/payments')
      .set('authorization', `Bearer ${payer.token}`)
      .set('idempotency-key', key)
      .send({
        threadId,
        amount: { amount: '1.00', currency: 'EUR' },
        funding: { source: 'balance' },
      });
  const either = (index: number): NestFastifyApplication => (index % 2 === 0 ? world.app : second);

  test('one balance, 200 sends over both: exactly what is there is spent', async () => {
    const [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
    const thread = await world.thread([ana, ben]);
    const answers = await times(200, (index) => send(either(index), ana, thread));
    expect(tally(answers)).toEqual({ '201 completed': 100, '422 insufficient_funds': 100 });
    expect(await world.available(ana)).toBe('0.00');
    expect((await history(ana)).map(({ version }) => version)).toEqual(upTo(101));
    const [gaps] = await world.sql<{ n: number; highest: number }>(
      `SELECT count(DISTINCT sequence)::int AS n, max(sequence)::int AS highest
         FROM chat.messages WHERE thread_id = $1`,
      [thread],
    );
    expect(gaps).toEqual({ n: 100, highest: 100 });
  });

  test('one key over both: one payment, and the same bytes from both', async () => {
    const [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
    const thread = await world.thread([ana, ben]);
    const key = randomUUID();
    const answers = await times(40, (index) => send(either(index), ana, thread, key));
    expect(tally(answers)).toEqual({ '201 completed': 40 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await world.available(ana)).toBe('99.00');
  });

  test('A pays B in one while B pays A in the other', async () => {
    const [ana, ben] = [
      await world.person({ balance: '200.00' }),
      await world.person({ balance: '200.00' }),
    ];
    const thread = await world.thread([ana, ben]);
    const answers = await times(200, (index) =>
      send(either(index), index % 2 === 0 ? ana : ben, thread),
    );
    expect(tally(answers)).toEqual({ '201 completed': 200 });
    expect(await world.available(ana)).toBe('200.00');
  });
});
