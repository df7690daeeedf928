// The people of the benchmark: pairs who share a thread, each with a session and a balance. The
// books they start with are right, so that the audit afterwards has the last word.
import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { applicationOptions, ownerOptions } from '../../dist/src/data-source.js';
import { audit } from '../../dist/src/finance/index.js';
import { draftEntry, Ledger, platformAccount } from '../../dist/src/ledger/index.js';
import { Clock } from '../../dist/src/shared/clock.js';
import { Transactor } from '../../dist/src/shared/database.js';
import { newId } from '../../dist/src/shared/ids.js';

const BALANCE = 100_000_00n;
const FUNDED_AT_ONCE = 250;

/**
 * Makes `count` people in pairs, each pair with a thread and everybody with a balance. Answers, for each,
 * the token and the body of a send to the other.
 */
export async function seed(client, url, count) {
  const people = await makePeople(client, count);
  const pairs = Array.from({ length: count / 2 }, (_, i) => people.slice(2 * i, 2 * i + 2));
  const threads = await makeThreads(client, pairs);
  await fund(url, people);
  await client.query('ANALYZE');
  return people.map(({ token }, index) => payerIn(threads[Math.floor(index / 2)], token));
}

/** Makes one person and `count` others, each with a thread with that one, to whom all of them send. */
export async function seedOnePayee(client, url, count) {
  const [payee, ...payers] = await makePeople(client, count + 1);
  const threads = await makeThreads(
    client,
    payers.map((payer) => [payee, payer]),
  );
  await fund(url, payers);
  await client.query('ANALYZE');
  return payers.map(({ token }, index) => payerIn(threads[index], token));
}

const payerIn = (threadId, token) => ({
  token,
  body: JSON.stringify({
    threadId,
    amount: { amount: '0.01', currency: 'EUR' },
    funding: { source: 'balance' },
  }),
});

async function makePeople(client, count) {
  const people = Array.from({ length: count }, () => {
    const id = newId('usr');
    return { id, handle: `b_${id.slice(-20)}`, token: randomBytes(32).toString('base64url') };
  });
  await client.query(
    `INSERT INTO identity.people (id, handle, name, password_hash, tier)
     SELECT id, handle, 'Bench', '-', 'verified' FROM UNNEST($1::text[], $2::text[]) AS p (id, handle)`,
    [people.map((p) => p.id), people.map((p) => p.handle)],
  );
  await client.query(
    `INSERT INTO identity.sessions (token_hash, person_id, expires_at)
     SELECT hash, id, now() + interval '1 day' FROM UNNEST($1::bytea[], $2::text[]) AS s (hash, id)`,
    [people.map((p) => createHash('sha256').update(p.token).digest()), people.map((p) => p.id)],
  );
  return people;
}

async function makeThreads(client, pairs) {
  const threads = pairs.map(() => newId('thr'));
  await client.query(
    `INSERT INTO chat.threads (id, kind, pair_key)
     SELECT id, 'direct', id FROM UNNEST($1::text[]) AS t (id)`,
    [threads],
  );
  await client.query(
    `INSERT INTO chat.participants (thread_id, person_id)
     SELECT * FROM UNNEST($1::text[], $2::text[])`,
    [threads.flatMap((id) => [id, id]), pairs.flat().map(({ id }) => id)],
  );
  return threads;
}

// Through the ledger's own verbs, as a charged card would: entries carry hashes, which SQL alone
// would have to make up.
async function fund(url, people) {
  const dataSource = await new DataSource(applicationOptions(url, 2)).initialize();
  const transactor = new Transactor(dataSource);
  const ledger = new Ledger(new Clock());
  const pending = platformAccount('stripe.pending', 'EUR');
  const fees = platformAccount('stripe.fees', 'EUR');
  const charges = people.map(({ id }) => {
    const accounts = {
      pending,
      fees,
      payer: { name: 'user.available', owner: id, currency: 'EUR' },
    };
    return draftEntry('P2', `${id}:opening`, new Date(), accounts, { gross: BALANCE, fee: 0n });
  });
  for (let from = 0; from < charges.length; from += FUNDED_AT_ONCE) {
    const some = charges.slice(from, from + FUNDED_AT_ONCE);
    await transactor.run(async (tx) => {
      const books = await ledger.lock(
        tx,
        some.flatMap(({ lines }) => lines.map(({ account }) => account)),
      );
      for (const charge of some) books.post(charge);
      await ledger.write(tx, books);
    });
  }
  await dataSource.destroy();
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
