// The trial balance, the general ledger, accounts and the journal over HTTP: as of any position, by
// occurrence, in pages, as CSV; what is asked wrongly is refused, and friends see none of it.
import type {
  AccountDetailView,
  AccountsPage,
  EntryDetailView,
  GeneralLedgerPageView,
  JournalPage,
  TrialBalanceView,
} from '../../src/finance/contract.js';
import { type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let fiona: TestPerson;
let threadId: string;

beforeAll(async () => {
  world = await World.start();
  [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
  fiona = await world.person({ roles: ['finance_operator'] });
  threadId = await world.thread([ana, ben]);
  for (const amount of ['20.00', '5.00', '1.00']) await world.send(ana, threadId, amount);
});
afterAll(() => world.stop());

const get = async <View>(path: string): Promise<View> => {
  const answer = await world.get(fiona, `/v1/finance/${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.body as View;
};
const address = ({ id }: TestPerson): string => `user.available:${id}:EUR`;

test('the trial balance agrees, and its past does not change', async () => {
  const now = await get<TrialBalanceView>('trial-balance');
  const [eur] = now.currencies;
  expect(eur).toMatchObject({ currency: 'EUR', totalDebit: '126.00', totalCredit: '126.00' });
  expect(
    eur?.rows.map(({ name, debit, credit, balance }) => [name, debit, credit, balance]),
  ).toEqual([
    ['stripe.pending', '100.00', '0.00', '100.00'],
    ['user.available', '26.00', '126.00', '100.00'],
  ]);
  const then = await get<TrialBalanceView>(`trial-balance?position=2`);
  expect(then.currencies[0]?.totalDebit).toBe('120.00');
  await world.send(ana, threadId, '2.00');
  const later = await get<TrialBalanceView>(`trial-balance?position=${now.position}`);
  expect(later.currencies).toEqual(now.currencies);
  const moment = await get<TrialBalanceView>(`trial-balance?at=${now.takenAt}`);
  expect(Number(moment.position)).toBeLessThanOrEqual(Number(now.position));
  const empty = await get<TrialBalanceView>('trial-balance?position=0');
  expect(empty.currencies).toEqual([]);
});

test('by occurrence the trial balance leaves out what came later', async () => {
  const [third] = await world.sql<{ at: Date }>(
    `SELECT e.occurred_at AS at FROM ledger.positions p JOIN ledger.entries e ON e.id = p.entry_id
      WHERE p.position = 3`,
  );
  const before = third?.at.toISOString() ?? '';
  const found = await get<TrialBalanceView>(`trial-balance?occurredBefore=${before}`);
  expect(found).toMatchObject({ occurredBefore: before });
  expect(found.currencies[0]).toMatchObject({ totalDebit: '120.00', totalCredit: '120.00' });
});

test('a row of the trial balance opens to its accounts, in pages', async () => {
  const { position, currencies } = await get<TrialBalanceView>('trial-balance');
  const row = currencies[0]?.rows.find(({ code }) => code === 2010);
  const found: GeneralLedgerPageView['rows'] = [];
  for (let next: string | null = ''; next !== null;) {
    const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    const page: GeneralLedgerPageView = await get(
      `general-ledger?code=2010&currency=EUR&limit=1&toPosition=${position}${after}`,
    );
    expect(page.rows).toHaveLength(1);
    found.push(...page.rows);
    next = page.next;
  }
  expect(found.map(({ account }) => account).sort()).toEqual([address(ana), address(ben)].sort());
  const sum = (side: 'debit' | 'credit' | 'closing'): number =>
    found.reduce((total, line) => total + Math.round(Number(line[side]) * 100), 0);
  expect((sum('debit') / 100).toFixed(2)).toBe(row?.debit);
  expect((sum('credit') / 100).toFixed(2)).toBe(row?.credit);
  expect((sum('closing') / 100).toFixed(2)).toBe(row?.balance);
});

test('the general ledger has opening, movements and closing over a range', async () => {
  const range = 'fromPosition=2&toPosition=4';
  const { rows, range: said } = await get<GeneralLedgerPageView>(`general-ledger?${range}`);
  expect(said).toMatchObject({ fromPosition: '2', toPosition: '4' });
  expect(rows.find(({ account }) => account === address(ana))).toMatchObject({
    opening: '80.00',
    debit: '6.00',
    credit: '0.00',
    closing: '74.00',
  });
  expect(rows.find(({ account }) => account === 'stripe.pending::EUR')).toMatchObject({
    opening: '100.00',
    debit: '0.00',
    closing: '100.00',
  });
});

test('each list is CSV when asked, and whole as an export', async () => {
  const csv = await world.get(fiona, '/v1/finance/trial-balance?format=csv&position=4');
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(csv.headers['content-disposition']).toBe('attachment; filename="trial-balance.csv"');
  expect(csv.text).toBe(
    'code,name,kind,currency,debit,credit,balance\r\n' +
      '1010,stripe.pending,asset,EUR,100.00,0.00,100.00\r\n' +
      '2010,user.available,liability,EUR,26.00,126.00,100.00\r\n',
  );
  const ledger = await world.get(fiona, '/v1/finance/general-ledger/export?toPosition=4');
  expect(ledger.text.trim().split('\r\n')).toHaveLength(1 + 4);
  const page = await world.get(fiona, '/v1/finance/general-ledger?format=csv&limit=2');
  expect(page.text.trim().split('\r\n')).toHaveLength(1 + 2);
  const journal = await world.get(fiona, '/v1/finance/entries/export?reference=none');
  expect(journal.text).toMatch(/^entry,template,.*\r\n$/);
  const json = await world.get(fiona, '/v1/finance/entries/export?format=json&template=P2');
  expect(json.body).toHaveLength(2);
  expect((json.body as object[])[0]).toMatchObject({ amount: '100.00', currency: 'EUR' });
  const none = await world.get(fiona, '/v1/finance/entries/export?format=json&reference=none');
  expect(none.body).toEqual([]);
});

test('accounts are found by code, owner and state, in pages', async () => {
  const mine = await get<AccountsPage>(`accounts?owner=${ana.id}`);
  expect(mine.accounts).toMatchObject([
    { account: address(ana), name: 'user.available', state: 'open', floor: '0.00' },
  ]);
  const platform = await get<AccountsPage>('accounts?code=1010');
  expect(platform.accounts).toMatchObject([
    { account: 'stripe.pending::EUR', appendOnly: true, balance: '100.00', floor: null },
  ]);
  expect((await get<AccountsPage>('accounts?state=frozen')).accounts).toEqual([]);
  const first = await get<AccountsPage>('accounts?limit=2');
  expect(first.accounts).toHaveLength(2);
  const rest = await get<AccountsPage>(
    `accounts?limit=100&after=${encodeURIComponent(first.next ?? '')}`,
  );
  const all = [...first.accounts, ...rest.accounts].map(({ account }) => account);
  const [stored] = await world.sql<{ n: number }>('SELECT count(*)::int AS n FROM ledger.accounts');
  expect(new Set(all).size).toBe(stored?.n);
});

test('the journal is found by account, template, reference and time', async () => {
  const sends = await get<JournalPage>(`entries?account=${address(ben)}&template=P3&limit=2`);
  expect(sends.entries).toHaveLength(2);
  const rest = await get<JournalPage>(
    `entries?account=${address(ben)}&template=P3&before=${sends.next ?? ''}`,
  );
  expect(rest).toMatchObject({ next: null });
  expect([...sends.entries, ...rest.entries]).toHaveLength(4);
  const [one] = sends.entries;
  const [object] = one?.reference.split(':') ?? [];
  expect((await get<JournalPage>(`entries?reference=${object ?? ''}`)).entries).toEqual([one]);
  expect((await get<JournalPage>(`entries?reference=${one?.reference ?? ''}`)).entries).toEqual([
    one,
  ]);
  const at = one?.occurredAt ?? '';
  const since = await get<JournalPage>(`entries?occurredFrom=${at}`);
  const until = await get<JournalPage>(`entries?occurredBefore=${at}`);
  expect(since.entries.map(({ id }) => id)).toContain(one?.id);
  expect(until.entries.map(({ id }) => id)).not.toContain(one?.id);
});

test('one entry says its place, its hash and what it is linked to', async () => {
  const { entries } = await get<JournalPage>('entries?template=P2');
  const entry = await get<EntryDetailView>(`entries/${entries[0]?.id ?? ''}`);
  expect(entry).toMatchObject({
    ...entries[0],
    position: '1',
    reverses: null,
    reversedBy: null,
    linked: [],
  });
  expect(entry.hash).toMatch(/^[0-9a-f]{64}$/);
});

test('limits are changed with a reason, and kept with the name', async () => {
  const path = `/v1/finance/accounts/${address(ben)}/limits`;
  const frozen = await world.post(fiona, path, { state: 'frozen', reason: 'lost phone' });
  expect(frozen.status).toBe(200);
  expect(frozen.body).toMatchObject({
    state: 'frozen',
    changes: [{ number: 1, reason: 'lost phone', changedBy: fiona.name }],
  });
  expect((await world.send(ana, threadId, '1.00')).status).toBeGreaterThanOrEqual(400);
  const opened = await world.post(fiona, path, {
    state: 'open',
    floor: '-10.00',
    ceiling: '500.00',
    reason: 'found again',
  });
  expect(opened.body).toMatchObject({ state: 'open', floor: '-10.00', ceiling: '500.00' });
  await world.post(fiona, path, { floor: '0', ceiling: null, reason: 'as before' });
  const view = await get<AccountDetailView>(`accounts/${address(ben)}`);
  expect(view).toMatchObject({ floor: '0.00', ceiling: null });
  expect(view.changes.map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(await world.faults()).toEqual([]);
});

test.each([
  ['accounts/user.available:nobody:EUR/limits', { reason: 'why' }, 404, 'account_unknown'],
  ['accounts/nonsense/limits', { reason: 'why' }, 404, 'account_unknown'],
  [
    'accounts/stripe.pending::EUR/limits',
    { state: 'frozen', reason: 'why' },
    400,
    'account_never_refuses',
  ],
  ['accounts/ANA/limits', { state: 'frozen' }, 400, 'request_invalid'],
  ['accounts/ANA/limits', { state: 'asleep', reason: 'why' }, 400, 'request_invalid'],
  ['accounts/ANA/limits', { floor: 1, reason: 'why' }, 400, 'request_invalid'],
  ['accounts/ANA/limits', { floor: '1e3', reason: 'why' }, 400, 'amount_malformed'],
  ['accounts/ANA/limits', { floor: '0.001', reason: 'why' }, 400, 'amount_too_precise'],
  ['accounts/ANA/limits', { floor: '900.00', reason: 'why' }, 409, 'limit_crossed'],
  ['accounts/ANA/limits', { state: 'closed', reason: 'why' }, 409, 'account_not_empty'],
])('refused: POST %s %j', async (path, body, status, code) => {
  const real = path.replace('ANA', address(ana));
  const answer = await world.post(fiona, `/v1/finance/${real}`, body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test.each([
  ['trial-balance?position=1000000', 404, 'position_unknown'],
  ['trial-balance?position=-1', 400, 'request_invalid'],
  ['trial-balance?position=1.5', 400, 'request_invalid'],
  ['trial-balance?position=99999999999999999999', 400, 'request_invalid'],
  ['trial-balance?position=1&at=2026-01-01T00:00:00Z', 400, 'request_invalid'],
  ['trial-balance?at=2999-01-01T00:00:00Z', 400, 'moment_in_future'],
  ['trial-balance?at=yesterday', 400, 'request_invalid'],
  ['trial-balance?at=2026-13-01T00:00:00Z', 400, 'request_invalid'],
  ['trial-balance?at=0000-01-01T00:00:00Z', 400, 'request_invalid'],
  ['trial-balance?at=2026-01-01T00:00:00Z&at=2026-01-02T00:00:00Z', 400, 'request_invalid'],
  ['trial-balance?format=xml', 400, 'request_invalid'],
  ['trial-balance?unknown=1', 400, 'request_invalid'],
  ['general-ledger?code=9999', 400, 'request_invalid'],
  ['general-ledger/export?code=9999', 400, 'request_invalid'],
  ['general-ledger?limit=101', 400, 'request_invalid'],
  ['general-ledger?fromPosition=3&toPosition=2', 400, 'export_range_unknown'],
  ['general-ledger?after=%27%3B--', 400, 'request_invalid'],
  [
    'general-ledger?occurredFrom=2026-02-01T00:00:00Z&occurredBefore=2026-01-01T00:00:00Z',
    400,
    'export_range_unknown',
  ],
  ['accounts?state=asleep', 400, 'request_invalid'],
  ['accounts/user.available:nobody:EUR', 404, 'account_unknown'],
  ['entries/je_nothing', 404, 'entry_unknown'],
  ['entries?account=user.available:nobody:EUR', 404, 'account_unknown'],
  ['entries?template=P3%27', 400, 'request_invalid'],
  ['entries?before=je_1', 400, 'request_invalid'],
])('refused: GET %s', async (path, status, code) => {
  const answer = await world.get(fiona, `/v1/finance/${path}`);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test.each([
  'trial-balance',
  'general-ledger',
  'general-ledger/export',
  'accounts',
  'accounts/x',
  'accounts/x/statement',
  'accounts/x/statement/export',
  'accounts/x/explanation',
  'accounts/x/explanation/export',
  'entries',
  'entries/export',
  'entries/x',
  'periods',
  'periods/1',
  'corrections',
  'corrections/x',
])('a friend and a reviewer are refused GET %s', async (path) => {
  const riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
  for (const person of [ana, riley]) {
    const answer = await world.get(person, `/v1/finance/${path}`);
    expect([answer.status, answer.body.code]).toEqual([403, 'role_missing']);
  }
});

test.each(['accounts/x/limits', 'periods', 'corrections', 'corrections/x/approve'])(
  'a friend is refused POST %s',
  async (path) => {
    const answer = await world.post(ana, `/v1/finance/${path}`, {}, 'a-key-of-mine');
    expect([answer.status, answer.body.code]).toEqual([403, 'role_missing']);
  },
);
