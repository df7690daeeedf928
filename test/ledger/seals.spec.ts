// Positions, seals and balances of the past against a real PostgreSQL, with transactions that commit
// in an order that is bad for us. The past must never change, whoever was late.
import type pg from 'pg';
import { type LedgerParts, startLedgerParts } from '../support/ledger-parts.js';
import { type EntryByHand, openAccounts, writeEntries } from '../support/entries.js';

const ANA = 'user.available:ana:EUR';
const BEN = 'user.available:ben:EUR';
const CLEO = 'user.available:cleo:EUR';
const PENDING = 'stripe.pending::EUR';
const FEES = 'fee.transfer::EUR';

let parts: LedgerParts;
let client: pg.Client;

beforeEach(async () => {
  parts = await startLedgerParts();
  client = await parts.connect();
  await openAccounts(client, [ANA, BEN, CLEO, PENDING, FEES]);
});
afterEach(() => parts.stop());

const fund = (to: string, amount: bigint): EntryByHand => ({
  template: 'P2',
  moves: [[PENDING, to, amount]],
});
const pay = (from: string, to: string, amount: bigint): EntryByHand => ({
  moves: [[from, to, amount]],
});
const write = async (entry: EntryByHand, on = client): Promise<string> => {
  const [id] = await writeEntries(on, [entry]);
  return id ?? '';
};
const positionOf = async (id: string): Promise<number | undefined> => {
  const { rows } = await client.query<{ position: string }>(
    'SELECT position FROM ledger.positions WHERE entry_id = $1',
    [id],
  );
  return rows[0] === undefined ? undefined : Number(rows[0].position);
};
const count = async (table: string): Promise<number> =>
  Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const momentNow = async (): Promise<Date> => {
  const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  await pause(5);
  return rows[0]?.now ?? new Date(NaN);
};

test('entries get positions 1, 2, 3… in the order they were written, and a signed seal', async () => {
  const ids = [await write(fund(ANA, 100n)), await write(pay(ANA, BEN, 30n))];
  expect(await count('ledger.unsealed')).toBe(2);
  expect(await parts.sealer.seal()).toBe(2);
  ids.push(await write(pay(BEN, ANA, 5n)));
  expect(await positionOf(ids[2] ?? '')).toBeUndefined();
  expect(await parts.sealer.seal()).toBe(1);
  expect(await parts.sealer.seal()).toBe(0);
  expect(await Promise.all(ids.map(positionOf))).toEqual([1, 2, 3]);
  const head = await parts.receipts.head();
  expect(head.seal).toMatchObject({ number: 2, firstPosition: 3, lastPosition: 3 });
  expect(await count('ledger.unsealed')).toBe(0);
});

test('a transaction that commits late gets a later position, and the past does not change', async () => {
  await write(fund(ANA, 100n));
  await write(fund(BEN, 100n));
  await parts.sealer.seal();
  const late = await parts.connect();
  await late.query('BEGIN');
  const lateId = await write(pay(ANA, CLEO, 40n), late);
  const early = await write(fund(BEN, 7n));
  await parts.sealer.seal();
  const moment = await momentNow();
  const before = {
    position: await parts.balances.positionAt(moment),
    ana: await parts.balances.balanceAt(ANA, 3n),
    cleo: await parts.balances.balanceAt(CLEO, 3n),
    pending: await parts.balances.balanceAt(PENDING, 3n),
  };
  expect(before).toEqual({ position: 3n, ana: 100n, cleo: 0n, pending: 207n });
  await late.query('COMMIT');
  await parts.sealer.seal();
  expect(await positionOf(early)).toBe(3);
  expect(await positionOf(lateId)).toBe(4);
  expect({
    position: await parts.balances.positionAt(moment),
    ana: await parts.balances.balanceAt(ANA, 3n),
    cleo: await parts.balances.balanceAt(CLEO, 3n),
    pending: await parts.balances.balanceAt(PENDING, 3n),
  }).toEqual(before);
  expect(await parts.balances.balanceAt(ANA, 4n)).toBe(60n);
  expect(await parts.balances.balanceAt(CLEO, 4n)).toBe(40n);
});

test('a moment waits for a seal that is being written, so its answer is final', async () => {
  await write(fund(ANA, 100n));
  const holder = await parts.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT * FROM ledger.give_positions(10)');
  let answered = false;
  const asked = parts.balances.positionAt(new Date(Date.now() - 1000)).finally(() => {
    answered = true;
  });
  await pause(150);
  expect(answered).toBe(false);
  await holder.query('ROLLBACK');
  expect(await asked).toBe(0n);
});

// T2 gets its transaction id first, waits for the lock, and commits second: by transaction id, or by
// the order of the commits' beginnings, it would come first and contradict the account's versions.
test('positions never contradict account versions, whatever the transaction ids say', async () => {
  await write(fund(ANA, 100n));
  await parts.sealer.seal();
  const [first, second] = [await parts.connect(), await parts.connect()];
  await second.query('BEGIN');
  const xid = async (on: pg.Client): Promise<bigint> =>
    BigInt(
      (await on.query<{ x: string }>('SELECT pg_current_xact_id()::text AS x')).rows[0]?.x ?? 0,
    );
  const secondXid = await xid(second);
  await first.query('BEGIN');
  expect(await xid(first)).toBeGreaterThan(secondXid);
  const firstId = await write(pay(ANA, BEN, 10n), first);
  const waiting = write(pay(ANA, CLEO, 20n), second);
  await pause(100);
  await parts.sealer.seal();
  await first.query('COMMIT');
  const secondId = await waiting;
  await parts.sealer.seal();
  await second.query('COMMIT');
  await parts.sealer.seal();
  expect([await positionOf(firstId), await positionOf(secondId)]).toEqual([2, 3]);
  expect(await parts.balances.balanceAt(ANA, 2n)).toBe(90n);
  expect(await parts.balances.balanceAt(ANA, 3n)).toBe(70n);
});

test('with many writers and three sealers at once, nothing is lost, doubled or out of order', async () => {
  await write(fund(ANA, 10_000n));
  await write(fund(BEN, 10_000n));
  const writers = await Promise.all([1, 2, 3, 4].map(() => parts.connect()));
  const sealers = [parts.sealer, parts.sealerWith(), parts.sealerWith()];
  let writing = true;
  const sealing = sealers.map(async (sealer) => {
    while (writing) await sealer.seal();
  });
  await Promise.all(
    writers.map(async (on, writer) => {
      for (let turn = 0; turn < 25; turn += 1) {
        await on.query('BEGIN');
        await write((writer + turn) % 2 === 0 ? pay(ANA, BEN, 3n) : pay(BEN, CLEO, 2n), on);
        if (turn % 5 === 0) await pause(7);
        await on.query(turn % 11 === 3 ? 'ROLLBACK' : 'COMMIT');
      }
    }),
  );
  writing = false;
  await Promise.all(sealing);
  await parts.sealer.seal();
  const entries = await count('ledger.entries');
  const { rows: order } = await client.query<{ n: string; last: string; faults: string }>(
    `SELECT count(*) AS n, max(position) AS last,
            (SELECT count(*) FROM (
               SELECT p.position < lag(p.position) OVER (PARTITION BY l.account_id
                                                         ORDER BY l.account_version) AS wrong
                 FROM ledger.lines l JOIN ledger.positions p USING (entry_id)
                WHERE l.account_version IS NOT NULL) x WHERE wrong) AS faults
       FROM ledger.positions`,
  );
  expect(order[0]).toEqual({ n: String(entries), last: String(entries), faults: '0' });
  const { rows: seals } = await client.query<{ gaps: string; covered: string }>(
    `SELECT count(*) FILTER (WHERE first_position <> before + 1) AS gaps,
            sum(last_position - first_position + 1) AS covered
       FROM (SELECT *, coalesce(lag(last_position) OVER (ORDER BY number), 0) AS before
               FROM ledger.seals) s`,
  );
  expect(seals[0]).toEqual({ gaps: '0', covered: String(entries) });
});

test('a sealer that dies between positions and seal leaves nothing behind', async () => {
  await write(fund(ANA, 100n));
  await write(fund(BEN, 100n));
  const dying = await parts.connect();
  dying.on('error', () => undefined); // Its connection is about to be cut.
  await dying.query('BEGIN');
  const given = await dying.query('SELECT * FROM ledger.give_positions(10)');
  expect(given.rowCount).toBe(2);
  const { rows } = await dying.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await client.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await pause(50);
  expect([await count('ledger.positions'), await count('ledger.unsealed')]).toEqual([0, 2]);
  expect(await parts.sealer.seal()).toBe(2);
});

test('a seal that does not follow the last one is refused by the store', async () => {
  await write(fund(ANA, 100n));
  await parts.sealer.seal();
  const forged = (change: string): Promise<unknown> =>
    client.query(
      `INSERT INTO ledger.seals
       SELECT (s).* FROM (SELECT jsonb_populate_record(s, $1::jsonb) AS s FROM ledger.seals s) x`,
      [change],
    );
  await expect(forged('{"number": 2}')).rejects.toThrow('does not follow seal 1');
  await expect(forged('{"number": 2, "first_position": 2, "last_position": 9}')).rejects.toThrow(
    'does not follow seal 1',
  );
});

test('a large statement is sealed in order, at most ten thousand entries to a seal', async () => {
  await client.query('BEGIN');
  const ids = await writeEntries(
    client,
    Array.from({ length: 10_300 }, () => fund(ANA, 1n)),
  );
  await client.query('COMMIT');
  expect(await parts.sealer.seal()).toBe(10_300);
  const { rows } = await client.query<{ entry_id: string }>(
    'SELECT entry_id FROM ledger.positions ORDER BY position',
  );
  expect(rows.map((row) => row.entry_id)).toEqual(ids);
  const { rows: seals } = await client.query<{ n: string }>(
    'SELECT last_position - first_position + 1 AS n FROM ledger.seals ORDER BY number',
  );
  expect(seals.map(({ n }) => Number(n))).toEqual([10_000, 300]);
});

describe('asked wrongly', () => {
  const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => 'answered',
      (error: unknown) => (error as { code: unknown }).code,
    );

  test('each question that has no answer has its own code', async () => {
    expect(await codeOf(parts.receipts.head())).toBe('ledger_not_sealed_yet');
    const id = await write({ ...fund(ANA, 100n), reference: 'ch_1:succeeded' });
    expect(await codeOf(parts.receipts.receipt({ id }))).toBe('receipt_not_sealed_yet');
    expect(await codeOf(parts.exported())).toBe('export_range_unknown');
    await parts.sealer.seal();
    expect(await codeOf(parts.receipts.receipt({ reference: 'ch_1:succeeded' }))).toBe('answered');
    expect(await codeOf(parts.receipts.receipt({ id: 'je_nothing' }))).toBe('entry_unknown');
    expect(await codeOf(parts.balances.balanceAt(ANA, 2n))).toBe('position_unknown');
    expect(await codeOf(parts.balances.balanceAt(ANA, -1n))).toBe('position_unknown');
    expect(await codeOf(parts.balances.balanceAt('claim:x:EUR', 1n))).toBe('account_unknown');
    expect(await codeOf(parts.balances.balanceNow('claim:x:EUR'))).toBe('account_unknown');
    const tomorrow = new Date(Date.now() + 86_400_000);
    expect(await codeOf(parts.balances.positionAt(tomorrow))).toBe('moment_in_future');
    expect(await codeOf(parts.exported({ from: 9n }))).toBe('export_range_unknown');
    expect(await codeOf(parts.exported({ to: 9n }))).toBe('export_range_unknown');
  });
});
