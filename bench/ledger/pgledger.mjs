// pgledger, unmodified, from a folder of its own SQL files: one call of its function is one
// transaction. The client hands in account ids it already knows and uses prepared statements, which
// is faster for it than its documentation's examples.
import * as fs from 'node:fs';
import path from 'node:path';
import { PLATFORM, shapesOf } from './chance.mjs';
import { makeDatabase, makePool, valueOf } from './database.mjs';
import { editRefused, lateCommit, overdraftRace, verdict } from './invariants.mjs';
import { load } from './load.mjs';

const FILES = [
  'vendor/scoville-pgsql-ulid/uuid-to-ulid.sql',
  'vendor/scoville-pgsql-ulid/ulid-to-uuid.sql',
  'pgledger.sql',
];
const BATCH_SHAPE = 50;
const ONE = 'SELECT id FROM pgledger_create_transfer($1, $2, $3)';
const MANY = `SELECT id FROM pgledger_create_transfers(
  ARRAY(SELECT (f, t, 1)::transfer_request FROM UNNEST($1::text[], $2::text[]) AS r (f, t)))`;

/** Loads the files in `folder`, opens `count` accounts with a floor of zero, and funds them. */
export async function pgledger(server, folder, count, cells) {
  const { url, client } = await makeDatabase(server, 'pgledger');
  for (const file of FILES) {
    await client.query(fs.readFileSync(path.join(folder, file), 'utf8'));
  }
  const platform = await open(client, 'platform', true);
  const { rows } = await client.query(
    `SELECT (pgledger_create_account('person ' || n, 'EUR', false, true)).id
       FROM generate_series(1, $1) AS n`,
    [count],
  );
  const people = rows.map(({ id }) => id);
  await client.query(
    `SELECT count(*) FROM pgledger_create_transfers(
       ARRAY(SELECT ($1, p, 10000000)::transfer_request FROM UNNEST($2::text[]) AS p))`,
    [platform, people],
  );
  await client.query('ANALYZE');
  const pick = shapesOf(count);
  const idOf = (who) => (who === PLATFORM ? platform : people[who]);
  return {
    name: 'pgledger',
    cells,
    client,
    measure: async ({ shape, callers }, seconds) => {
      const pool = makePool(url, callers);
      const next = pick[shape];
      const one = () => pool.query({ name: 'one', text: ONE, values: [...next().map(idOf), 1] });
      const fifty = () => {
        const pairs = Array.from({ length: BATCH_SHAPE }, () => next().map(idOf));
        const values = [pairs.map(([from]) => from), pairs.map(([, to]) => to)];
        return pool.query({ name: 'many', text: MANY, values });
      };
      const batch = shape === 'batch 50';
      const work = { call: batch ? fifty : one, per: batch ? BATCH_SHAPE : 1 };
      const result = await load(work, callers, seconds);
      await pool.end();
      return result;
    },
    invariants: () => invariants(url, client, platform),
    close: () => client.end(),
  };
}

async function open(client, name, mayBeNegative) {
  const sql = `SELECT id FROM pgledger_create_account($1, 'EUR', $2, true)`;
  return valueOf(client, sql, [name, mayBeNegative]);
}

async function invariants(url, client, platform) {
  const pool = makePool(url, 10);
  const move = (from, to, amount, on = pool) => on.query(ONE, [from, to, amount]);
  const [payee, late, twice] = [
    await open(client, 'payee', false),
    await open(client, 'late', false),
    await open(client, 'twice', false),
  ];
  const floor = await overdraftRace(async () => {
    const payer = await open(client, 'payer', false);
    await move(platform, payer, 100);
    return () => move(payer, payee, 100);
  });
  // It knows no reference of the caller's; the nearest thing is its metadata.
  const referenced = 'SELECT id FROM pgledger_create_transfer($1, $2, 100, NULL, $3)';
  for (let time = 0; time < 2; time++) {
    await pool.query(referenced, [platform, twice, '{"reference":"pay_1:charged"}']);
  }
  const balance = 'SELECT balance FROM pgledger_accounts WHERE id = $1';
  const moved = await valueOf(client, balance, [twice]);
  const sum = await valueOf(client, 'SELECT sum(balance) FROM pgledger_accounts');
  const wrong = await valueOf(
    client,
    `SELECT count(*) FROM pgledger_accounts a
      WHERE a.balance <> coalesce((SELECT sum(amount) FROM pgledger_entries e WHERE e.account_id = a.id), 0)`,
  );
  const past = await pastBalance(pool, client, { platform, late, move });
  await pool.end();
  return {
    zero: verdict(sum === '0', `sum ${sum}`),
    floor,
    balance: verdict(wrong === '0', `${wrong} accounts differ`),
    past,
    edit: await editRefused(client, ['pgledger_entries']),
    twice: verdict(moved === '100', `balance ${moved}, right 100`),
  };
}

// Its own recipe: the latest entry at or before that time.
async function pastBalance(pool, client, { platform, late, move }) {
  const early = await pool.connect();
  const result = await lateCommit(client, {
    begin: () => early.query('BEGIN; SELECT now()'),
    between: () => move(platform, late, 100),
    finish: async () => {
      await move(platform, late, 7, early);
      await early.query('COMMIT');
    },
    balanceAt: (moment) =>
      valueOf(
        client,
        `SELECT account_current_balance FROM pgledger_entries
          WHERE account_id = $1 AND created_at <= $2 ORDER BY created_at DESC LIMIT 1`,
        [late, moment],
      ),
  });
  early.release();
  return result;
}
