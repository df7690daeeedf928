// A person's statement: it is recomputed here from the lines of the books, the table is parsed by the
// letter of RFC 4180, the PDF is read back, and what was asked for once stays what it was.
import { randomUUID } from 'node:crypto';
import { pdfPages } from '../support/pdf-text.js';
import { cashedOut, personWithBank, topUp } from '../support/teller.js';
import { type TestPerson, World } from '../support/world.js';

const TODAY = new Date().toISOString().slice(0, 10);
const TRICK = '=HYPERLINK("http://evil.example","tip"), "quoted"';
const GREEK = 'Καλημέρα, Привет, Ærøskøbing';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let threadId: string;

beforeAll(async () => {
  world = await World.start();
  await topUp(world, 100_000_00);
  ana = await personWithBank(world, { balance: '500.00' });
  ben = await world.person();
  await world.sql("UPDATE identity.people SET name = 'Zoë Κωνσταντίνου Жук' WHERE id = $1", [
    ben.id,
  ]);
  threadId = await world.thread([ana, ben]);
  const { body } = await world.send(ana, threadId, '12.50', { note: GREEK });
  await world.send(ana, threadId, '20.00', { note: TRICK });
  await world.send(ben, threadId, '3.25');
  await world.send(ana, threadId, '1.00', { currency: 'USD' });
  const refund = { amount: { amount: '2.50', currency: 'EUR' }, reason: 'too much' };
  await world.post(ben, `/v1/payments/${String(body.id)}/refunds`, refund, randomUUID());
  await cashedOut(world, ana, '40.00', 'instant');
});
afterAll(() => world.stop());

function ask(person: TestPerson, query: Record<string, string>) {
  const all = { currency: 'EUR', format: 'csv', from: TODAY, to: TODAY, ...query };
  return world.get(person, `/v1/statements?${new URLSearchParams(all).toString()}`);
}

/** Rows of a table by the letter of the RFC; throws on what it does not allow. */
function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  while (field.lastIndex < csv.length) {
    const at = field.lastIndex;
    const [, cell = '', end] = field.exec(csv) ?? [];
    if (end === undefined) throw new Error(`not RFC 4180 at ${String(at)}`);
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

const cents = (text = ''): bigint => BigInt(text === '' ? 0 : text.replace('.', ''));

/** What the books themselves say, in their order. */
const booksOf = (person: TestPerson, currency = 'EUR') =>
  world.sql<{ change: string; balance: string }>(
    `SELECT CASE l.side WHEN 'credit' THEN l.amount ELSE -l.amount END AS change,
            l.balance_after AS balance
       FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
      WHERE a.owner = $1 AND a.currency = $2 AND a.address LIKE 'user.available:%'
      ORDER BY l.account_version`,
    [person.id, currency],
  );

test('the table is what the books say, line by line, and adds up', async () => {
  const { status, headers, text } = await ask(ana, {});
  expect(status).toBe(200);
  expect(headers['content-disposition']).toContain(`tenner-EUR-${TODAY}-to-${TODAY}.csv`);
  const [names, opening, ...rest] = rowsOf(text);
  const closing = rest.pop();
  expect(names?.join()).toBe('time,what,counterpart,note,reference,in,out,fee,balance,currency');
  const books = await booksOf(ana);
  expect(rest.map((row) => [cents(row[5]) - cents(row[6]), cents(row[8])])).toEqual(
    books.map(({ change, balance }) => [BigInt(change), BigInt(balance)]),
  );
  const moved = rest.reduce((sum, row) => sum + cents(row[5]) - cents(row[6]), 0n);
  expect(cents(opening?.[8]) + moved).toBe(cents(closing?.[8]));
  expect(closing?.[8]).toBe(await world.available(ana));
  expect(cents(closing?.[5]) - cents(closing?.[6])).toBe(moved);
  expect(new Set([names, opening, closing, ...rest].map((row) => row?.length))).toEqual(
    new Set([10]),
  );
});

test('it says who, why and what it cost, and a formula is none', async () => {
  const rows = rowsOf((await ask(ana, {})).text);
  const paid = rows.filter(([, what]) => what === 'you paid Zoë Κωνσταντίνου Жук');
  expect(paid.map((row) => row.slice(2, 4))).toEqual([
    ['Zoë Κωνσταντίνου Жук', GREEK],
    ['Zoë Κωνσταντίνου Жук', `'${TRICK}`],
  ]);
  expect(paid.every(([, , , , reference]) => reference?.startsWith('pay_'))).toBe(true);
  const out = rows.find(([, what]) => what === 'you paid money out to your bank');
  expect(out?.slice(5, 8)).toEqual(['', '40.60', '0.60']);
  expect(rows.some(([, what]) => what?.includes('gave back came to your balance'))).toBe(true);
});

test('other currencies, other days and somebody without any have their own', async () => {
  expect(rowsOf((await ask(ana, { currency: 'USD' })).text)).toHaveLength(3);
  const before = rowsOf((await ask(ana, { from: '2020-01-01', to: '2020-12-31' })).text);
  expect(before.map((row) => row[8])).toEqual(['balance', '0.00', '0.00']);
  const after = rowsOf((await ask(ana, { from: '2090-01-01', to: '2090-01-31' })).text);
  expect(after.map((row) => row[8])).toEqual([
    'balance',
    ...Array(2).fill(await world.available(ana)),
  ]);
  const cleo = await world.person();
  expect(rowsOf((await ask(cleo, { currency: 'JPY' })).text).map((row) => row[8])).toEqual([
    'balance',
    '0',
    '0',
  ]);
});

test('the PDF says the same, in letters of its own, and is the same bytes again', async () => {
  const { status, headers, body } = await ask(ana, { format: 'pdf' });
  expect([status, headers['content-type']]).toEqual([200, 'application/pdf']);
  const position = String(headers['x-ledger-position']);
  const bytes = body as Buffer;
  const words = pdfPages(bytes).join('\n');
  expect(words).not.toContain('\ufffd');
  expect(words).toContain(`As of position ${position} of the books`);
  const lines = words.replaceAll('\n', ' ');
  for (const text of ['You paid Zoë Κωνσταντίνου Жук', GREEK, 'fee 0.60'])
    expect(lines).toContain(text);
  for (const row of rowsOf((await ask(ana, { position })).text).slice(1)) {
    for (const amount of [row[5], row[6], row[8]]) expect(words).toContain(amount);
  }
  expect(bytes.includes('/FontFile2')).toBe(true);
  const csv = (await ask(ana, { position })).text;
  await world.send(ana, threadId, '0.01');
  expect((await ask(ana, { format: 'pdf', position })).body).toEqual(bytes);
  expect((await ask(ana, { position })).text).toBe(csv);
  expect((await ask(ana, {})).text).not.toBe(csv);
});

test('a long one runs over pages and keeps every movement', async () => {
  const cleo = await world.person({ balance: '100.00' });
  const thread = await world.thread([cleo, ben]);
  for (let count = 0; count < 60; count += 1) {
    await world.send(cleo, thread, '1.00', { note: `number ${String(count)}` });
  }
  const pages = pdfPages((await ask(cleo, { format: 'pdf' })).body as Buffer);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.at(-1)).toContain(`page ${String(pages.length)} of ${String(pages.length)}`);
  const words = pages.join('\n');
  for (let count = 0; count < 60; count += 1) expect(words).toContain(`number ${String(count)}`);
});

test('a ledger that does not add up gives no statement', async () => {
  const cleo = await world.person({ balance: '10.00' });
  await world.sql('ALTER TABLE ledger.lines DISABLE TRIGGER ALL');
  await world.sql(
    `UPDATE ledger.lines SET amount = amount + 1 WHERE account_id =
       (SELECT id FROM ledger.accounts WHERE owner = $1 AND address LIKE 'user.available:%')`,
    [cleo.id],
  );
  const { status } = await ask(cleo, {});
  await world.sql(
    `UPDATE ledger.lines SET amount = amount - 1 WHERE account_id =
       (SELECT id FROM ledger.accounts WHERE owner = $1 AND address LIKE 'user.available:%')`,
    [cleo.id],
  );
  await world.sql('ALTER TABLE ledger.lines ENABLE TRIGGER ALL');
  expect(status).toBe(500);
  expect((await ask(cleo, {})).status).toBe(200);
});

test.each<[Record<string, string>, string]>([
  [{ format: 'xls' }, 'request_invalid'],
  [{ currency: 'XXY' }, 'request_invalid'],
  [{ from: '2026-02-30' }, 'request_invalid'],
  [{ zone: 'Mars/Olympus' }, 'request_invalid'],
  [{ position: '-1' }, 'request_invalid'],
  [{ position: '999999999' }, 'position_unknown'],
  [{ from: '2026-11-02', to: '2026-11-01' }, 'statement_range_reversed'],
  [{ from: '2020-01-01' }, 'statement_range_too_long'],
  [{ month: '2026-11' }, 'statement_range_needed'],
])('%j is refused as %s', async (query, code) => {
  const { status, body } = await ask(ana, query);
  expect([status < 500, (body as { code: string }).code]).toEqual([true, code]);
});
