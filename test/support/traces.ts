// What a send leaves behind when it happens, counted: a test that compares two counts proves that
// nothing, or exactly one thing, was done between them.
import type { World } from './world.js';

export interface Traces {
  payments: number;
  entries: number;
  holds: number;
  messages: number;
  cases: number;
  keys: number;
}

/**
 * How many rows of each kind there are now. `keys` counts remembered idempotency keys; entries by
 * which the clock settles old charges (P4) are left out, because they come when they come.
 */
export async function traces(world: World): Promise<Traces> {
  const [row] = await world.sql<Traces & Record<string, unknown>>(
    `SELECT (SELECT count(*) FROM payments.payments)::int AS payments,
            (SELECT count(*) FROM ledger.entries WHERE template <> 'P4')::int AS entries,
            (SELECT count(*) FROM ledger.holds)::int AS holds,
            (SELECT count(*) FROM chat.messages)::int AS messages,
            (SELECT count(*) FROM fraud.cases)::int AS cases,
            (SELECT count(*) FROM payments.idempotency_keys)::int AS keys`,
  );
  if (row === undefined) throw new Error('a count answers one row');
  return row;
}
