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
const ENTRIES = `
  INSERT INTO ledger.entries (id, reference, template, line_count, occurred_at)
  SELECT entry, 'pay_' || substr(entry, 4) || ':completed', 'P3', 2, now() FROM moves ORDER BY g`;
const LINES = `
  INSERT INTO ledger.lines
    (entry_id, number, account_id, side, amount, currency, account_version, balance_after)
  SELECT entry, number, account, side::ledger.side, 1, 'EUR', 1 + row_number() OVER w,
         ${OPENING} + sum(CASE side WHEN 'credit' THEN 1 ELSE -1 END) OVER w
    FROM (SELECT g, entry, 1 AS number, payer AS account, 'debit' AS side FROM moves
           UNION ALL SELECT g, entry, 2, payee, 'credit' FROM moves) l
  WINDOW w AS (PARTITION BY account ORDER BY g)
   ORDER BY g, number`;
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
  for (const sql of [ENTRIES, LINES, BALANCES]) await client.query(sql);
  await client.query('DROP TABLE moves, people; RESET ALL');
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
