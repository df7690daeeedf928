// The people of the benchmark: pairs who share a thread, each with a session and a balance, written
// by set-based SQL so that ten thousand of them take a second. The books they start with balance.
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../dist/src/data-source.js';
import { audit } from '../dist/src/finance/index.js';
import { newId } from '../dist/src/shared/ids.js';

const BALANCE = 100_000_00;

/** Makes `count` people and answers, for each, the token and the body of a send. */
export async function seed(client, count) {
  const people = Array.from({ length: count }, (_, index) => ({
    id: newId('usr'),
    handle: `bench_${index}`,
    token: randomBytes(32).toString('base64url'),
  }));
  const threads = Array.from({ length: count / 2 }, () => newId('thr'));
  await client.query(
    `INSERT INTO identity.people (id, handle, name, password_hash)
     SELECT id, handle, 'Bench', '-' FROM UNNEST($1::text[], $2::text[]) AS p (id, handle)`,
    [people.map((p) => p.id), people.map((p) => p.handle)],
  );
  await client.query(
    `INSERT INTO identity.sessions (token_hash, person_id, expires_at)
     SELECT hash, id, now() + interval '1 day' FROM UNNEST($1::bytea[], $2::text[]) AS s (hash, id)`,
    [people.map((p) => createHash('sha256').update(p.token).digest()), people.map((p) => p.id)],
  );
  await client.query(
    `INSERT INTO chat.threads (id, kind, pair_key)
     SELECT id, 'direct', id FROM UNNEST($1::text[]) AS t (id)`,
    [threads],
  );
  await client.query(
    `INSERT INTO chat.participants (thread_id, person_id)
     SELECT * FROM UNNEST($1::text[], $2::text[])`,
    [people.map((_, index) => threads[Math.floor(index / 2)]), people.map((p) => p.id)],
  );
  await fund(client, people);
  await client.query('ANALYZE');
  return people.map(({ token }, index) => ({
    token,
    body: JSON.stringify({
      threadId: threads[Math.floor(index / 2)],
      amount: { amount: '0.01', currency: 'EUR' },
      funding: { source: 'balance' },
    }),
  }));
}

async function fund(client, people) {
  const pending = newId('acc');
  const entries = people.map(() => newId('je'));
  const accounts = people.map(() => newId('acc'));
  await client.query(
    `INSERT INTO ledger.accounts (id, address, code, owner, currency, normal_side, append_only)
     VALUES ($1, 'stripe.pending::EUR', 1010, '', 'EUR', 'debit', true)`,
    [pending],
  );
  await client.query(
    `INSERT INTO ledger.accounts (id, address, code, owner, currency, normal_side, append_only, floor, balance, version)
     SELECT account, 'user.available:' || person || ':EUR', 2010, person, 'EUR', 'credit', false, 0, $3, 1
       FROM UNNEST($1::text[], $2::text[]) AS a (account, person)`,
    [accounts, people.map((p) => p.id), BALANCE],
  );
  await client.query(
    `INSERT INTO ledger.entries (id, reference, template, line_count, occurred_at)
     SELECT id, id || ':opening', 'P2', 2, now() FROM UNNEST($1::text[]) AS e (id)`,
    [entries],
  );
  await client.query(
    `INSERT INTO ledger.lines (entry_id, number, account_id, side, amount, currency, account_version, balance_after)
     SELECT entry, 1, $3, 'debit'::ledger.side, $4::bigint, 'EUR', NULL::bigint, NULL::bigint FROM UNNEST($1::text[]) AS e (entry)
      UNION ALL
     SELECT entry, 2, account, 'credit', $4::bigint, 'EUR', 1, $4::bigint FROM UNNEST($1::text[], $2::text[]) AS l (entry, account)`,
    [entries, accounts, pending, BALANCE],
  );
}

/** How many payments there are, and how large the database is. */
export async function bytesPerSend(client) {
  await client.query('CHECKPOINT');
  const { rows } = await client.query(
    `SELECT (SELECT count(*) FROM payments.payments)::int AS sends,
            pg_database_size(current_database())::bigint AS bytes`,
  );
  return { sends: rows[0].sends, bytes: Number(rows[0].bytes) };
}

/** One sentence: whether every invariant of the books still holds. */
export async function runAudit(url) {
  const options = { ...ownerOptions(url), extra: { query_timeout: 600_000 } };
  const dataSource = await new DataSource(options).initialize();
  try {
    const results = await audit(dataSource);
    const failed = results.filter((result) => result.difference !== null);
    if (failed.length === 0) return `audit: all ${results.length} invariants hold`;
    return failed.map(({ name, difference }) => `audit: ${name} FAILS: ${difference}`).join('\n');
  } finally {
    await dataSource.destroy();
  }
}
