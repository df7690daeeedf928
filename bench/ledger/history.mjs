// Growth: the rate of ours, gathered, on a short and on a long history, measured in turn in one run.
// The history is written by set-based SQL with the triggers off, so that two million entries take a
// minute; the audit then says whether what it wrote are right books.
import { auditOf, makeWorld, OPENING, ours } from './ours.mjs';
import { settle, sizeOf, valueOf } from './database.mjs';
import { median } from './load.mjs';

const CELL = { shape: 'wide', callers: 128 };
const WARM_UP_S = 1;

// Ids older than any that is made now, so that new entries come after them in every index.
const MOVES = `
  CREATE TEMP TABLE people AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM ledger.accounts WHERE code = 2010;
  CREATE UNIQUE INDEX ON people (n);
  CREATE TEMP TABLE moves AS
    SELECT g, 'je_' || lpad(to_hex(g), 26, '0') AS entry, payer.id AS payer, payee.id AS payee
      FROM (SELECT g, g * 7919 % c AS payer, (g * 7919 + 1 + g * 104729 % (c - 1)) % c AS payee
              FROM generate_series(1, $COUNT::bigint) AS g, (SELECT count(*) AS c FROM people) AS p) d
      JOIN people payer ON payer.n = d.payer
      JOIN people payee ON payee.n = d.payee;
  ANALYZE moves`;
const WRITTEN = `
  CREATE TEMP TABLE written AS
    SELECT g, entry, number, account, side, 1 + row_number() OVER w AS version,
           ${OPENING} + sum(CASE side WHEN 'credit' THEN 1 ELSE -1 END) OVER w AS balance
      FROM (SELECT g, entry, 1 AS number, payer AS account, 'debit' AS side FROM moves
             UNION ALL SELECT g, entry, 2, payee, 'credit' FROM moves) l
    WINDOW w AS (PARTITION BY account ORDER BY g);
  CREATE INDEX ON written (g, number);
  ANALYZE written`;
const LINES = `
  INSERT INTO ledger.lines
    (entry_id, number, account_id, side, amount, currency, account_version, balance_after)
  SELECT entry, number, account, side::ledger.side, 1, 'EUR', version, balance
    FROM written ORDER BY g, number`;
// The hash as src/ledger/seals/canonical.ts has it: every field with its length before it.
const HASHES = `
  CREATE FUNCTION pg_temp.f(text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT octet_length($1) || ':' || $1 $$;
  CREATE FUNCTION pg_temp.h(text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex') $$`;
const AT = '2026-01-01T00:00:00.000Z';
const SALT = '00'.repeat(16);
const ENTRIES = `
  INSERT INTO ledger.entries
    (id, reference, template, line_count, occurred_at, recorded_at, salt, hash)
  SELECT e.id, e.reference, 'P3', 2, '${AT}', '${AT}', decode('${SALT}', 'hex'),
         decode(pg_temp.h(pg_temp.f('tenner.entry.v1') || pg_temp.f(e.public) || pg_temp.f(e.private)), 'hex')
    FROM (SELECT d.g, d.entry AS id, r.reference,
                 pg_temp.h(pg_temp.f('tenner.entry.public.v1') || pg_temp.f(d.entry) || pg_temp.f(r.reference)
                   || '2:P31:2' || pg_temp.f('${AT}') || pg_temp.f('${AT}') || '-----'
                   || '1:1' || pg_temp.f(da.address) || '5:debit1:13:EUR'
                   || '1:2' || pg_temp.f(ca.address) || '6:credit1:13:EUR') AS public,
                 pg_temp.h(pg_temp.f('tenner.entry.private.v1') || pg_temp.f('${SALT}')
                   || '1:1' || pg_temp.f(d.account) || pg_temp.f(d.version::text) || pg_temp.f(d.balance::text)
                   || '1:2' || pg_temp.f(c.account) || pg_temp.f(c.version::text) || pg_temp.f(c.balance::text))
                   AS private
            FROM written d
            JOIN written c ON c.g = d.g AND c.number = 2
            JOIN ledger.accounts da ON da.id = d.account
            JOIN ledger.accounts ca ON ca.id = c.account,
                 LATERAL (SELECT 'pay_' || substr(d.entry, 4) || ':completed' AS reference) r
           WHERE d.number = 1) e
   ORDER BY e.g`;
const QUEUE = `
  INSERT INTO ledger.unsealed (entry_ids)
  SELECT array_agg(entry ORDER BY g) FROM moves GROUP BY (g - 1) / 500 ORDER BY min(g)`;
const BALANCES = `
  UPDATE ledger.accounts a SET balance = l.balance_after, version = l.account_version
    FROM (SELECT DISTINCT ON (account_id) account_id, balance_after, account_version
            FROM ledger.lines WHERE account_version IS NOT NULL
           ORDER BY account_id, account_version DESC) l
   WHERE a.id = l.account_id`;

/** Adds entries until there are `entries`; the openings count. */
async function write(client, entries) {
  const there = Number(await valueOf(client, 'SELECT count(*) FROM ledger.entries'));
  await client.query(`SET session_replication_role = replica; SET work_mem = '256MB'`);
  await client.query(MOVES.replace('$COUNT', String(entries - there)));
  for (const sql of [WRITTEN, LINES, HASHES, ENTRIES, BALANCES, QUEUE]) await client.query(sql);
  await client.query('DROP TABLE written, moves, people; RESET ALL');
  await client.query('VACUUM ANALYZE');
}

/**
 * Answers for the short and the long history their median rate and their bytes per transfer, the
 * median ratio of long to short within a round, and what the audit found wrong.
 */
export async function growth(server, { people, short, long, rounds, seconds }) {
  const sizes = [short, long];
  const worlds = [];
  for (const entries of sizes) {
    const world = await makeWorld(server, `growth_${entries}`, people);
    await write(world.client, entries);
    await world.sealer.drained();
    worlds.push({ entries, world, contender: ours(world, 'gathered', []), rates: [] });
  }
  for (const { world, contender } of worlds) {
    await settle(world.client);
    await contender.measure(CELL, WARM_UP_S);
  }
  for (let round = 0; round < rounds; round++) {
    // Who goes first changes, so that neither always follows the other.
    for (const one of round % 2 === 0 ? worlds : worlds.toReversed()) {
      one.rates.push((await one.contender.measure(CELL, seconds)).rate);
    }
  }
  const wrong = (await auditOf(worlds[1].world.url)).filter(({ difference }) => difference);
  const results = [];
  for (const { entries, world, rates, contender } of worlds) {
    results.push({ entries, rate: median(rates), bytes: await sizeOf(world.client) });
    await contender.close();
  }
  const [first, second] = worlds.map(({ rates }) => rates);
  return {
    results,
    ratio: median(second.map((rate, round) => rate / first[round])),
    faults: wrong.map(({ name, difference }) => `${name}: ${difference}`),
  };
}
