// What a payment and a message refer to exists and stays: checked by triggers once for each statement,
// where other tables have foreign keys. Also against the owner of the tables, who may do most.
import pg from 'pg';
import { sqlState } from '../../src/shared/database.js';
import { World } from '../support/world.js';

let world: World;
let client: pg.Client;
let known: { payment: string; thread: string; payer: string; payee: string };

beforeAll(async () => {
  world = await World.start();
  const [ana, ben] = [await world.person({ balance: '50.00' }), await world.person()];
  const thread = await world.thread([ana, ben]);
  const { body } = await world.send(ana, thread, '5.00');
  known = { payment: String(body.id), thread, payer: ana.id, payee: ben.id };
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await world.stop();
});

const refusal = (sql: string, values: string[]): Promise<string | undefined> =>
  client.query(sql, values).then(() => 'done', sqlState);

const COPY = `
  INSERT INTO payments.payments (id, thread_id, payer_id, payee_id, amount, currency, state, moves,
                                 created_at, updated_at)
  SELECT 'pay_copy', $2, $3, $4, amount, currency, state, moves, created_at, updated_at
    FROM payments.payments WHERE id = $1`;

test.each([
  ['payer', { payer: 'usr_nobody' }],
  ['payee', { payee: 'usr_nobody' }],
  ['thread', { thread: 'thr_nowhere' }],
])('no payment without its %s', async (_, stray) => {
  const { payment, thread, payer, payee } = { ...known, ...stray };
  expect(await refusal(COPY, [payment, thread, payer, payee])).toBe('23503');
});

test('no transition without its payment, no message without its thread', async () => {
  const transition = `
    INSERT INTO payments.transitions (payment_id, number, state, actor, cause, occurred_at)
    SELECT 'pay_nothing', number, state, actor, cause, occurred_at
      FROM payments.transitions WHERE payment_id = $1`;
  expect(await refusal(transition, [known.payment])).toBe('23503');
  const message = `
    INSERT INTO chat.messages (id, thread_id, sequence, revision, author_id, body, created_at)
    SELECT 'msg_stray', 'thr_nowhere', 1, 1, id, 'hello', now() FROM identity.people WHERE id = $1`;
  expect(await refusal(message, [known.payer])).toBe('23503');
});

test.each([
  ['identity.people', 'payer'],
  ['chat.threads', 'thread'],
  ['payments.payments', 'payment'],
] as const)('no row of %s is ever removed', async (table, which) => {
  expect(await refusal(`DELETE FROM ${table} WHERE id = $1`, [known[which]])).toBe('23001');
  expect(await refusal(`TRUNCATE ${table} CASCADE`, [])).toBe('23001');
});
