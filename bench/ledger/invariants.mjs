// What every contender is asked beside its speed. Each question is put to the running contender
// through its own verbs; the contender brings the verbs, this file the question.
import { setTimeout as sleep } from 'node:timers/promises';
import { valueOf } from './database.mjs';

/** In the order of the columns. */
export const INVARIANTS = {
  zero: 'the sum of all balances is zero',
  floor: 'no account below its floor: of 8 simultaneous withdrawals of all there is, one succeeds',
  balance: 'every balance is the sum of its entries',
  past: 'the balance at a past time is right when a transaction commits late, and never changes',
  edit: 'UPDATE and DELETE of an entry are refused to the role that writes it',
  twice: 'the same reference twice moves money once',
};

const WITHDRAWALS = 8;
const RACES = 10;
// Missing privilege, a trigger's refusal by the code for it, and by the code a bare RAISE has.
const REFUSALS = new Set(['42501', '23001', 'P0001']);

export const verdict = (ok, note = '') => ({ ok, note });

/** Not a question for this contender. */
export const NOT_ASKED = { ok: undefined, note: '' };

/**
 * Eight simultaneous withdrawals of all there is, several times, because a race is lost by chance.
 * `fund` prepares a fresh account and answers the function that withdraws from it; false or an
 * exception is a refusal. Right is one withdrawal every time.
 */
export async function overdraftRace(fund) {
  const accepted = [];
  for (let time = 0; time < RACES; time++) {
    const withdraw = await fund();
    const tries = Array.from({ length: WITHDRAWALS }, () => withdraw());
    const results = await Promise.allSettled(tries);
    accepted.push(
      results.filter(({ status, value }) => status === 'fulfilled' && value !== false).length,
    );
  }
  const note = `of ${WITHDRAWALS} withdrawals accepted: ${accepted.join(', ')}`;
  return verdict(
    accepted.every((count) => count === 1),
    note,
  );
}

/** Tries to change and to remove a row of each table as `role` and takes it back. */
export async function editRefused(client, tables, role) {
  const edits = tables.flatMap((table) => [
    [`UPDATE ${table} SET`, table],
    [`DELETE FROM ${table}`, table],
  ]);
  const done = [];
  for (const [verb, table] of edits) {
    const column = await firstColumn(client, table);
    const row = `ctid = (SELECT ctid FROM ${table} LIMIT 1)`;
    const assign = verb.startsWith('UPDATE') ? ` ${column} = ${column}` : '';
    await client.query('BEGIN');
    try {
      if (role !== undefined) await client.query(`SET LOCAL ROLE ${role}`);
      const { rowCount } = await client.query(`${verb}${assign} WHERE ${row}`);
      if (rowCount > 0) done.push(`${verb.split(' ')[0]} of ${table} went through`);
    } catch (error) {
      if (!REFUSALS.has(error.code)) throw error; // A slip of this file is no refusal.
    } finally {
      await client.query('ROLLBACK');
    }
  }
  return verdict(done.length === 0, done.join('; '));
}

async function firstColumn(client, table) {
  return valueOf(
    client,
    `SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1`,
    [table],
  );
}

/**
 * One transaction begins early and commits late, another comes and goes between. `begin` starts the
 * early one and may already write its 7 there; `between` moves 100; `finish` ends the early one;
 * `balanceAt(t)` asks. Right is 100 while the early one is open, the same ever after for that
 * moment, and 107 for any moment after it.
 */
export async function lateCommit(client, { begin, between, finish, balanceAt }) {
  const now = () => valueOf(client, `SELECT clock_timestamp()::text`);
  await begin();
  await sleep(20);
  await between();
  const moment = await now();
  const then = await balanceAt(moment);
  await sleep(20);
  await finish();
  const again = await balanceAt(moment);
  const last = await balanceAt(await now());
  return verdict(
    Number(then) === 100 && Number(again) === 100 && Number(last) === 107,
    `said ${then}, later ${again} for the same moment (right 100), and ${last} at the end (right 107)`,
  );
}
