// Balances of append-only accounts: exact at every position, and no dearer when the account's
// history is long. And keys: after a change of key the old seals are still good.
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../../src/data-source.js';
import { audit } from '../../src/finance/index.js';
import { SNAPSHOT_BALANCE_AT, SNAPSHOT_BALANCE_NOW } from '../../src/ledger/seals/snapshots.js';
import { openAccounts, writeEntries } from '../support/entries.js';
import { type LedgerParts, startLedgerParts } from '../support/ledger-parts.js';

const ANA = 'user.available:ana:EUR';
const PENDING = 'stripe.pending::EUR';
const FEES = 'fee.transfer::EUR';
const RARE = 'stripe.fees::EUR';
const ENTRIES = 5200;

let parts: LedgerParts;
let client: pg.Client;
/** What each account had after each position, by a sum of our own. */
const expected = new Map<string, bigint[]>();

/** Sizes that follow from the place, so that every prefix has a sum of its own. */
const amountAt = (index: number): bigint => BigInt(((index * 7919) % 997) + 1);

beforeAll(async () => {
  parts = await startLedgerParts();
  client = await parts.connect();
  await openAccounts(client, [ANA, PENDING, FEES, RARE]);
  const after = new Map([ANA, PENDING, FEES, RARE].map((address) => [address, 0n]));
  for (const address of after.keys()) expected.set(address, [0n]);
  const add = (address: string, amount: bigint): void => {
    after.set(address, (after.get(address) ?? 0n) + amount);
  };
  for (let start = 0; start < ENTRIES; start += 400) {
    const indexes = Array.from({ length: Math.min(400, ENTRIES - start) }, (_, i) => start + i);
    await client.query('BEGIN');
    await writeEntries(
      client,
      indexes.map((index) => {
        const amount = amountAt(index);
        const moves: [string, string, bigint][] = [[PENDING, ANA, amount]];
        add(PENDING, amount);
        add(ANA, amount);
        if (index % 3 === 0) {
          moves.push([ANA, FEES, 1n]);
          add(ANA, -1n);
          add(FEES, 1n);
        }
        if (index === 40) {
          moves.push([RARE, PENDING, 5n]);
          add(RARE, 5n);
          add(PENDING, -5n);
        }
        for (const [address, balance] of after) expected.get(address)?.push(balance);
        return { template: 'P2', moves };
      }),
    );
    await client.query('COMMIT');
    if (start % 1200 !== 0) await parts.sealer.seal();
  }
  await parts.sealer.seal();
});
afterAll(() => parts.stop());

test('the balance at a position is exact, wherever the snapshots are', async () => {
  const { rows } = await client.query<{ position: string }>(
    'SELECT DISTINCT position FROM ledger.snapshots ORDER BY 1',
  );
  const snapshots = rows.map((row) => Number(row.position));
  expect(snapshots.length).toBeGreaterThan(3);
  const near = snapshots.flatMap((position) => [position - 1, position, position + 1]);
  const positions = [0, 1, 40, 41, 42, 2500, ENTRIES - 1, ENTRIES, ...near];
  for (const position of positions.filter((p) => p <= ENTRIES)) {
    for (const [address, balances] of expected) {
      const found = await parts.balances.balanceAt(address, BigInt(position));
      expect({ address, position, found }).toEqual({
        address,
        position,
        found: balances[position],
      });
    }
  }
});

test('the balance now counts what is not sealed yet, and nothing twice', async () => {
  const before = expected.get(PENDING)?.at(-1) ?? 0n;
  expect(await parts.balances.balanceNow(PENDING)).toBe(before);
  await writeEntries(client, [{ template: 'P2', moves: [[PENDING, ANA, 1000n]] }]);
  expect(await parts.balances.balanceNow(PENDING)).toBe(before + 1000n);
  expect(await parts.balances.balanceNow(ANA)).toBe((expected.get(ANA)?.at(-1) ?? 0n) + 1000n);
  await parts.sealer.seal();
  expect(await parts.balances.balanceNow(PENDING)).toBe(before + 1000n);
  expect(await parts.balances.balanceAt(PENDING, BigInt(ENTRIES))).toBe(before);
});

test('a balance reads the tail alone, not the history of the account', async () => {
  await client.query('ANALYZE');
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM ledger.accounts WHERE address = $1',
    [PENDING],
  );
  const rowsRead = async (sql: string, position: string): Promise<number> => {
    const { rows: plans } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
      [rows[0]?.id, position, 'debit'],
    );
    return rowsOf(plans[0]?.['QUERY PLAN'][0].Plan);
  };
  const last = '9223372036854775807';
  for (const [sql, position] of [
    [SNAPSHOT_BALANCE_NOW, last],
    [SNAPSHOT_BALANCE_AT, '2500'],
    [SNAPSHOT_BALANCE_AT, String(ENTRIES)],
  ] as const) {
    // Each entry of the tail is seen a few times on its way up the plan; there are 13,000 lines.
    expect(await rowsRead(sql, position)).toBeLessThan(4500);
  }
});

interface PlanNode {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** Rows that all nodes of a plan produced or looked at. */
function rowsOf(plan: PlanNode | undefined): number {
  if (plan === undefined) return 0;
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return own + (plan.Plans ?? []).reduce((sum, part) => sum + rowsOf(part), 0);
}

test('after a change of key old and new seals are good, and both keys are remembered', async () => {
  const next = parts.sealerWith();
  for (const amount of [1n, 2n]) {
    await writeEntries(client, [{ template: 'P2', moves: [[PENDING, ANA, amount]] }]);
    await next.seal();
  }
  const { rows } = await client.query<{ key_id: string; n: string }>(
    'SELECT key_id, count(*) AS n FROM ledger.seals GROUP BY key_id ORDER BY min(number)',
  );
  expect(rows).toHaveLength(2);
  expect(rows[1]?.n).toBe('2');
  const [old] = await client
    .query<{ entry_id: string }>('SELECT entry_id FROM ledger.positions WHERE position = 1')
    .then((found) => found.rows);
  const receipt = await parts.receipts.receipt({ id: old?.entry_id ?? '' });
  expect(receipt.seal.keyId).toBe(rows[0]?.key_id);
  expect((await parts.receipts.head()).seal.keyId).toBe(rows[1]?.key_id);
  const owner = await new DataSource(ownerOptions(parts.url)).initialize();
  try {
    const wrong = (await audit(owner)).filter(({ difference }) => difference !== null);
    expect(wrong).toEqual([]);
  } finally {
    await owner.destroy();
  }
});
