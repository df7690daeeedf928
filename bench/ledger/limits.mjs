// What the machine itself allows: PostgreSQL's own TPC-B by pgbench, and the bare insertion of the
// rows our ledger writes, into tables of the same shape that check nothing. Neither is a ledger.
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { Batch } from '../../dist/src/shared/batch.js';
import { newId } from '../../dist/src/shared/ids.js';
import { shapesOf } from './chance.mjs';
import { inTransaction, makeDatabase, makePool } from './database.mjs';
import { INVARIANTS, NOT_ASKED } from './invariants.mjs';
import { load } from './load.mjs';

const SCALE = 50;
const BARE_BATCH = 128;

const nothing = async () =>
  Object.fromEntries(Object.keys(INVARIANTS).map((name) => [name, NOT_ASKED]));

/** The path of pgbench, or undefined. */
export function findPgbench() {
  const folders = fs.existsSync('/usr/lib/postgresql')
    ? fs.readdirSync('/usr/lib/postgresql').map((v) => `/usr/lib/postgresql/${v}/bin/pgbench`)
    : [];
  return ['pgbench', ...folders].find((file) => spawnSync(file, ['--version']).status === 0);
}

export async function tpcb(server, pgbench, cells) {
  const { url, client } = await makeDatabase(server, 'tpcb');
  const { hostname, port, username, password } = new URL(url);
  const place = ['-h', hostname, '-p', port, '-U', username];
  const env = { ...process.env, PGPASSWORD: password };
  await run(pgbench, [...place, '-i', '-q', '-s', String(SCALE), 'tpcb'], env);
  return {
    name: 'TPC-B (pgbench)',
    cells,
    client,
    // The rows of its accounts are not cleaned: five million of them take longer than a round.
    tables: 'pgbench_branches, pgbench_tellers',
    measure: async ({ callers }, seconds) => {
      const how = ['-n', '-c', String(callers), '-j', '2', '-T', String(Math.ceil(seconds))];
      const output = await run(pgbench, [...place, ...how, 'tpcb'], env);
      const rate = Number(/tps = ([\d.]+)/.exec(output)?.[1]);
      return { rate, drainedRate: rate, p50: NaN, p99: NaN, transfers: NaN };
    },
    invariants: nothing,
    close: () => client.end(),
  };
}

async function run(file, args, env) {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`pgbench failed: ${output.trim().split('\n').at(-1)}`);
  return output;
}

/** The same entries and lines as ours, gathered, by two statements in one transaction. */
export async function bare(server, count, cells) {
  const { url, client } = await makeDatabase(server, 'bare');
  await client.query(`
    CREATE TABLE entries (id text PRIMARY KEY, reference text, template text, line_count smallint,
      occurred_at timestamptz, recorded_at timestamptz DEFAULT clock_timestamp());
    CREATE TABLE lines (entry_id text, number smallint, account_id text, side text, amount bigint,
      currency text, account_version bigint, balance_after bigint, PRIMARY KEY (entry_id, number))`);
  const people = Array.from({ length: count }, () => newId('acc'));
  const pick = shapesOf(count);
  return {
    name: 'bare INSERT',
    cells,
    client,
    measure: async ({ shape, callers }, seconds) => {
      const pool = makePool(url, 1);
      const flush = (pairs) => inTransaction(pool, (tx) => insert(tx, people, pairs));
      const batch = new Batch(flush, { max: BARE_BATCH });
      const result = await load({ call: () => batch.submit(pick[shape]()) }, callers, seconds);
      await pool.end();
      return result;
    },
    invariants: nothing,
    close: () => client.end(),
  };
}

async function insert(tx, people, pairs) {
  const ids = pairs.map(() => newId('je'));
  const now = new Date().toISOString();
  await tx.query(
    `INSERT INTO entries (id, reference, template, line_count, occurred_at)
     SELECT i, r, 'P3', 2, $3 FROM UNNEST($1::text[], $2::text[]) AS e (i, r)`,
    [ids, ids.map(() => `${newId('pay')}:completed`), now],
  );
  await tx.query(
    `INSERT INTO lines
     SELECT e, n, a, s, 1, 'EUR', v, b FROM UNNEST($1::text[], $2::smallint[], $3::text[],
       $4::text[], $5::bigint[], $6::bigint[]) AS l (e, n, a, s, v, b)`,
    [
      ids.flatMap((id) => [id, id]),
      ids.flatMap(() => [1, 2]),
      pairs.flatMap(([payer, payee]) => [people[payer], people[payee]]),
      ids.flatMap(() => ['debit', 'credit']),
      ids.flatMap((_, index) => [index, index]),
      ids.flatMap(() => [10_000_000, 10_000_000]),
    ],
  );
  return ids;
}
