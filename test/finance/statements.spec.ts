// Statements and explanations against a small model: on a random history, for random ranges and page
// lengths, opening and lines add up to closing, every running balance is right on every page, and the
// closing is what the ledger answers for that position. And a page of a platform account with many
// lines reads no more than a page's worth.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type {
  ExplanationView,
  StatementLineView,
  StatementView,
} from '../../src/finance/contract.js';
import { Balances, draftEntry, Ledger, platformAccount } from '../../src/ledger/index.js';
import { Transactor } from '../../src/shared/database.js';
import { type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let fiona: TestPerson;
const PENDING = 'stripe.pending::EUR';
const HOUR = 3_600_000;

beforeAll(async () => {
  world = await World.start();
  [ana, ben] = [await world.person(), await world.person()];
  fiona = await world.person({ roles: ['finance_operator'] });
});
afterAll(() => world.stop());

const accountOf = ({ id }: TestPerson) =>
  ({ name: 'user.available', owner: id, currency: 'EUR' }) as const;
const address = ({ id }: TestPerson): string => `user.available:${id}:EUR`;
const minor = (text: string): bigint => BigInt(text.replace('.', ''));

interface Step {
  readonly kind: 'charge' | 'pay' | 'back';
  readonly amount: bigint;
  /** How many hours before now it occurred. */
  readonly hours: number;
}

/** Posts the steps that the books take; those they refuse are left out. */
async function play(steps: readonly Step[]): Promise<void> {
  const ledger = world.app.get(Ledger);
  const accounts = {
    pending: platformAccount('stripe.pending', 'EUR'),
    fees: platformAccount('stripe.fees', 'EUR'),
  };
  await world.app.get(Transactor).run(async (tx) => {
    const all = [...Object.values(accounts), accountOf(ana), accountOf(ben)];
    const books = await ledger.lock(tx, all);
    for (const { kind, amount, hours } of steps) {
      const at = new Date(Date.now() - hours * HOUR);
      const [payer, payee] = kind === 'back' ? [ben, ana] : [ana, ben];
      books.post(
        kind === 'charge'
          ? draftEntry(
              'P2',
              `ch_${randomUUID()}:succeeded`,
              at,
              { ...accounts, payer: accountOf(ana) },
              { gross: amount, fee: amount / 10n },
            )
          : draftEntry(
              'P3',
              `test_${randomUUID()}:completed`,
              at,
              { payer: accountOf(payer), payee: accountOf(payee) },
              { amount },
            ),
      );
    }
    await ledger.write(tx, books);
  });
}

const get = async <View>(path: string): Promise<View> => {
  const answer = await world.get(fiona, `/v1/finance/${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.body as View;
};

async function wholeStatement(account: string, range: string, limit: number) {
  const lines: StatementLineView[] = [];
  let first: StatementView | undefined;
  for (let next: string | null = ''; next !== null;) {
    const after: string = next === '' ? '' : `&after=${next}`;
    const page: StatementView = await get(
      `accounts/${account}/statement?${range}&limit=${String(limit)}${after}`,
    );
    first ??= page;
    expect([page.opening, page.closing]).toEqual([first.opening, first.closing]);
    lines.push(...page.lines);
    next = page.next;
  }
  if (first === undefined) throw new Error('no page');
  return { opening: first.opening, closing: first.closing, lines };
}

function expectAddsUp({ opening, closing, lines }: Awaited<ReturnType<typeof wholeStatement>>) {
  let balance = minor(opening);
  for (const line of lines) {
    balance += minor(line.change);
    expect(minor(line.balance)).toBe(balance);
  }
  expect(minor(closing)).toBe(balance);
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('charge', 'pay', 'pay', 'back'),
  amount: fc.bigInt(1n, 9000n),
  hours: fc.integer({ min: 0, max: 48 }),
});

test('closing is the balance at the position, and lines add up, whatever range and page', async () => {
  const balances = world.app.get(Balances);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
      fc.integer({ min: 1, max: 7 }),
      async (steps, parts, limit) => {
        await play(steps);
        const { position } = await get<{ position: string }>('trial-balance');
        const [from, to] = parts
          .map((part) => Math.round(part * Number(position)))
          .sort((a, b) => a - b);
        const range = `fromPosition=${String(from)}&toPosition=${String(to)}`;
        for (const account of [address(ana), address(ben), PENDING]) {
          const found = await wholeStatement(account, range, limit);
          expectAddsUp(found);
          expect(minor(found.closing)).toBe(await balances.balanceAt(account, BigInt(to ?? 0)));
          expect(minor(found.opening)).toBe(await balances.balanceAt(account, BigInt(from ?? 0)));
          const [stored] = await world.sql<{ n: number }>(
            `SELECT count(*)::int AS n FROM ledger.lines l
               JOIN ledger.accounts a ON a.id = l.account_id AND a.address = $1
               JOIN ledger.positions p ON p.entry_id = l.entry_id
                AND p.position > $2 AND p.position <= $3`,
            [account, from, to],
          );
          expect(found.lines).toHaveLength(stored?.n ?? 0);
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('by occurrence the same lines stand in the order of the world', async () => {
  const at = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
  const [from, before] = [at(36.5), at(12.5)];
  const range = `occurredFrom=${from}&occurredBefore=${before}`;
  for (const account of [address(ana), PENDING]) {
    const found = await wholeStatement(account, range, 3);
    expectAddsUp(found);
    const times = found.lines.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual([...times].sort());
    expect(times.every((time) => time >= from && time < before)).toBe(true);
    const { rows } = await get<{ rows: Record<string, string>[] }>(
      `general-ledger?${range}&limit=100`,
    );
    expect(rows.find((row) => row.account === account)).toMatchObject({
      opening: found.opening,
      closing: found.closing,
    });
  }
});

test('an explanation walks back to the first version, with no residue', async () => {
  for (const account of [address(ana), PENDING]) {
    const lines: StatementLineView[] = [];
    let balance: string | undefined;
    for (let next: string | null = ''; next !== null;) {
      const before: string = next === '' ? '' : `&before=${next}`;
      const page: ExplanationView = await get(`accounts/${account}/explanation?limit=40${before}`);
      expect(page.residue).toEqual({ balance: '0.00', held: '0.00' });
      balance ??= page.balance;
      lines.push(...page.lines);
      next = page.next;
    }
    expect(lines[0]?.balance).toBe(balance);
    lines.forEach((line, index) => {
      const older = lines[index + 1]?.balance ?? '0.00';
      expect(minor(line.balance) - minor(line.change)).toBe(minor(older));
    });
    if (account !== PENDING) {
      expect(lines.map(({ version }) => Number(version))).toEqual(
        lines.map((_, index) => lines.length - index),
      );
    }
    const csv = await world.get(fiona, `/v1/finance/accounts/${account}/explanation/export`);
    expect(csv.text.trim().split('\r\n')).toHaveLength(lines.length + 1);
  }
});

test('the export of a statement has every line of it, as CSV and as JSON', async () => {
  const path = `/v1/finance/accounts/${PENDING}/statement`;
  const { lines } = await wholeStatement(PENDING, '', 100);
  const csv = await world.get(fiona, `${path}/export`);
  expect(csv.text.trim().split('\r\n')).toHaveLength(lines.length + 1);
  const json = await world.get(fiona, `${path}/export?format=json`);
  expect((json.body as { balance: string }[]).map(({ balance }) => balance)).toEqual(
    lines.map(({ balance }) => balance),
  );
});

test.each([
  ['statement?after=1.2.3', 400, 'request_invalid'],
  ['statement?after=x', 400, 'request_invalid'],
  ['statement?after=1.99999999', 400, 'request_invalid'],
  ['statement?toPosition=99999999', 404, 'position_unknown'],
  ['explanation?before=1.1', 400, 'request_invalid'],
  ['explanation?before=-1', 400, 'request_invalid'],
])('refused: %s', async (path, status, code) => {
  const answer = await world.get(fiona, `/v1/finance/accounts/${address(ana)}/${path}`);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test('held money is explained by its hold, and what is planted shows as residue', async () => {
  const account = address(ana);
  const [row] = await world.sql<{ id: string; counter: string }>(
    `SELECT (SELECT id FROM ledger.accounts WHERE address = $1) AS id,
            (SELECT id FROM ledger.accounts WHERE address = $2) AS counter`,
    [account, address(ben)],
  );
  await world.sql(
    'UPDATE ledger.accounts SET held = held + 5, balance = balance + 7 WHERE id = $1',
    [row?.id],
  );
  const planted = await get<ExplanationView>(`accounts/${account}/explanation`);
  expect(planted.residue).toEqual({ balance: '0.07', held: '0.05' });
  await world.sql('UPDATE ledger.accounts SET balance = balance - 7 WHERE id = $1', [row?.id]);
  await world.sql(
    `INSERT INTO ledger.holds (id, reference, account_id, counter_account_id, amount, currency, reason, expires_at)
     VALUES ('hld_1', 'test:review', $1, $2, 5, 'EUR', 'review', '2999-01-01')`,
    [row?.id, row?.counter],
  );
  const explained = await get<ExplanationView>(`accounts/${account}/explanation`);
  expect(explained).toMatchObject({
    held: '0.05',
    residue: { balance: '0.00', held: '0.00' },
    holds: [{ reference: 'test:review', reason: 'review', amount: '0.05' }],
  });
  expect(explained.holds[0]?.releasingAt).toMatch(/^2999-01-01/);
});
