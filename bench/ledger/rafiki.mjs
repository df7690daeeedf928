// The PostgreSQL shape of Rafiki's accounting, rebuilt from its description: three tables, no balance
// column, no lock when a transfer is made, and no index beyond its keys (none is added here). Each
// check of a balance sums the history, so it is measured on a short one.
import { randomUUID } from 'node:crypto';
import { shapesOf } from './chance.mjs';
import { inTransaction, makeDatabase, makePool, valueOf } from './database.mjs';
import { editRefused, lateCommit, overdraftRace, verdict } from './invariants.mjs';
import { load } from './load.mjs';

const TABLES = `
  CREATE TABLE assets (ledger integer PRIMARY KEY, code text NOT NULL);
  CREATE TABLE "ledgerAccounts" (
    id uuid PRIMARY KEY, "accountRef" uuid NOT NULL, ledger integer NOT NULL REFERENCES assets,
    type text NOT NULL, "createdAt" timestamptz NOT NULL DEFAULT now(), UNIQUE ("accountRef", type));
  CREATE TABLE "ledgerTransfers" (
    id uuid PRIMARY KEY, "transferRef" uuid NOT NULL UNIQUE,
    "debitAccountId" uuid NOT NULL REFERENCES "ledgerAccounts",
    "creditAccountId" uuid NOT NULL REFERENCES "ledgerAccounts",
    amount bigint NOT NULL CHECK (amount > 0), ledger integer NOT NULL REFERENCES assets,
    "expiresAt" timestamptz, state text NOT NULL CHECK (state IN ('PENDING', 'POSTED', 'VOIDED')),
    type text, "createdAt" timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (state <> 'PENDING' OR "expiresAt" IS NOT NULL));
  INSERT INTO assets VALUES (1, 'EUR')`;
const INSERT = `INSERT INTO "ledgerTransfers"
  (id, "transferRef", "debitAccountId", "creditAccountId", amount, ledger, state)
  VALUES ($1, $2, $3, $4, $5, 1, 'POSTED')`;
const BALANCE = `
  SELECT coalesce(sum(amount) FILTER (WHERE "creditAccountId" = $1 AND state = 'POSTED'), 0)
       - coalesce(sum(amount) FILTER (WHERE "debitAccountId" = $1 AND state = 'POSTED'), 0)
       - coalesce(sum(amount) FILTER (WHERE "debitAccountId" = $1 AND state = 'PENDING'
                                        AND "expiresAt" > now()), 0) AS balance
    FROM "ledgerTransfers" WHERE ("creditAccountId" = $1 OR "debitAccountId" = $1)`;
const SUM = `
  SELECT sum(amount) FROM (
    SELECT "creditAccountId" AS account, amount FROM "ledgerTransfers" WHERE state = 'POSTED'
     UNION ALL
    SELECT "debitAccountId", -amount FROM "ledgerTransfers" WHERE state = 'POSTED') l
    JOIN "ledgerAccounts" a ON a.id = l.account`;

/** `history` transfers are there before the first is measured, the funding of each account included. */
export async function rafiki(server, count, history, cells) {
  const { url, client } = await makeDatabase(server, 'rafiki');
  await client.query(TABLES);
  const settlement = await open(client, 'SETTLEMENT');
  const { rows } = await client.query(
    `INSERT INTO "ledgerAccounts" (id, "accountRef", ledger, type)
     SELECT gen_random_uuid(), gen_random_uuid(), 1, 'LIQUIDITY' FROM generate_series(1, $1)
     RETURNING id`,
    [count],
  );
  const people = rows.map(({ id }) => id);
  const seed = `INSERT INTO "ledgerTransfers"
      (id, "transferRef", "debitAccountId", "creditAccountId", amount, ledger, state)
    SELECT gen_random_uuid(), gen_random_uuid(), d, c, a, 1, 'POSTED'
      FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[]) AS t (d, c, a)`;
  await client.query(seed, [people.map(() => settlement), people, people.map(() => 10_000_000)]);
  const pick = shapesOf(count);
  const earlier = Array.from({ length: Math.max(0, history - count) }, () => pick.wide());
  await client.query(seed, [
    earlier.map(([payer]) => people[payer]),
    earlier.map(([, payee]) => people[payee]),
    earlier.map(() => 1),
  ]);
  await client.query('ANALYZE');
  return {
    name: 'Rafiki (rebuilt)',
    cells,
    client,
    measure: async ({ shape, callers }, seconds) => {
      const pool = makePool(url, callers);
      const next = pick[shape];
      const call = async () => {
        const [payer, payee] = next();
        const moved = await transfer(pool, { from: people[payer], to: people[payee], amount: 1 });
        if (!moved) throw new Error('the transfer was refused');
      };
      const result = await load({ call }, callers, seconds);
      await pool.end();
      return result;
    },
    invariants: () => invariants(url, client, settlement),
    close: () => client.end(),
  };
}

async function open(client, type) {
  return valueOf(
    client,
    `INSERT INTO "ledgerAccounts" (id, "accountRef", ledger, type)
     VALUES (gen_random_uuid(), gen_random_uuid(), 1, $1) RETURNING id`,
    [type],
  );
}

/** Moves money as it does: ask for the reference, sum both balances, insert. False is a refusal. */
async function transfer(pool, wanted) {
  return inTransaction(pool, (client) => write(client, wanted));
}

async function write(client, { from, to, amount, reference = randomUUID(), funded = true }) {
  const ask = (name, text, values) => client.query({ name, text, values });
  const known = await ask('known', 'SELECT id FROM "ledgerTransfers" WHERE "transferRef" = $1', [
    reference,
  ]);
  if (known.rowCount > 0) return false;
  await ask('balance', BALANCE, [to]);
  const { rows } = await ask('balance', BALANCE, [from]);
  if (funded && Number(rows[0].balance) < amount) return false;
  await ask('insert', INSERT, [randomUUID(), reference, from, to, amount]);
  return true;
}

async function invariants(url, client, settlement) {
  const pool = makePool(url, 10);
  const [payee, late, twice] = [
    await open(client, 'LIQUIDITY'),
    await open(client, 'LIQUIDITY'),
    await open(client, 'LIQUIDITY'),
  ];
  const fund = (to, amount, more) => ({ from: settlement, to, amount, funded: false, ...more });
  const floor = await overdraftRace(async () => {
    const payer = await open(client, 'LIQUIDITY');
    await transfer(pool, fund(payer, 100));
    return () => transfer(pool, { from: payer, to: payee, amount: 100 });
  });
  const reference = randomUUID();
  for (let time = 0; time < 2; time++) await transfer(pool, fund(twice, 100, { reference }));
  const moved = await valueOf(client, BALANCE, [twice]);
  const sum = await valueOf(client, SUM);
  const early = await pool.connect();
  const past = await lateCommit(client, {
    begin: async () => {
      await early.query('BEGIN');
      await write(early, fund(late, 7));
    },
    between: () => transfer(pool, fund(late, 100)),
    finish: () => early.query('COMMIT'),
    balanceAt: (moment) =>
      valueOf(client, `${BALANCE} AND "createdAt" <= $2::timestamptz`, [late, moment]),
  });
  early.release();
  await pool.end();
  return {
    zero: verdict(sum === '0', `sum ${sum}`),
    floor,
    balance: verdict(true, 'no balance is stored'),
    past,
    edit: await editRefused(client, ['"ledgerTransfers"']),
    twice: verdict(moved === '100', `balance ${moved}, right 100`),
  };
}
