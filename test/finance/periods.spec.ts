// Closing the books with real transactions in every order that is bad for us: what is under way when
// the period is closed is part of the closed books or is refused, of two closings at once one wins,
// and the trial balance of a closed period never changes again.
import { randomUUID } from 'node:crypto';
import type {
  PeriodDetailView,
  PeriodsView,
  PeriodView,
  TrialBalanceView,
} from '../../src/finance/contract.js';
import { draftEntry, Ledger, Periods, Postings } from '../../src/ledger/index.js';
import { closingHash } from '../../src/ledger/seals/closing.js';
import { isSignedBy } from '../../src/ledger/seals/seal.js';
import { Transactor } from '../../src/shared/database.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let fiona: TestPerson;

const MINUTE = 60_000;
const ago = (minutes: number): Date => new Date(Date.now() - minutes * MINUTE);

beforeEach(async () => {
  world = await World.start();
  [ana, ben] = [await world.person({ balance: '100.00' }), await world.person({ balance: '1.00' })];
  fiona = await world.person({ roles: ['finance_operator'] });
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
  await world.stop();
});

const close = async (through: Date, reason = 'month end'): Promise<Answer> =>
  world.post(fiona, '/v1/finance/periods', { through: through.toISOString(), reason });
const get = async <View>(path: string): Promise<View> => {
  const answer = await world.get(fiona, `/v1/finance/${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.body as View;
};
const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

const entry = (at: Date, minor = 100n) => {
  const [payer, payee] = [ana, ben].map(({ id }) => ({
    name: 'user.available' as const,
    owner: id,
    currency: 'EUR',
  }));
  if (payer === undefined || payee === undefined) throw new Error('two people');
  return draftEntry('P3', `${randomUUID()}:completed`, at, { payer, payee }, { amount: minor });
};
const post = (at: Date, meanwhile: () => Promise<void> = () => Promise.resolve()) =>
  world.app.get(Transactor).run(async (tx) => {
    const outcomes = await world.app.get(Postings).post(tx, [{ entries: [entry(at)] }]);
    await meanwhile();
    return outcomes[0];
  });

function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return { open, opened };
}
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

test('a closing keeps the trial balance, hashed, chained and signed', async () => {
  await post(ago(30));
  const first = await close(ago(20));
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ number: 1, reason: 'month end', closedBy: fiona.name });
  await post(ago(15));
  const second = await close(ago(10), 'again');
  expect(second.body).toMatchObject({ number: 2 });
  const { periods } = await get<PeriodsView>('periods');
  expect(periods.map(({ number }) => number)).toEqual([2, 1]);
  const stored = await world.sql<{
    number: number;
    through: Date;
    position: string;
    balances_hash: Buffer;
    reason: string;
    closed_by: string;
    closed_at: Date;
    previous_hash: Buffer;
    hash: Buffer;
    signature: Buffer;
    public_key: Buffer;
  }>(
    `SELECT c.*, k.public_key FROM ledger.closings c
       JOIN ledger.signing_keys k ON k.id = c.key_id ORDER BY number`,
  );
  let previous: Buffer = Buffer.alloc(32);
  for (const row of stored) {
    expect(row.previous_hash).toEqual(previous);
    const again = closingHash({
      number: row.number,
      through: row.through,
      position: BigInt(row.position),
      balancesHash: row.balances_hash,
      reason: row.reason,
      closedBy: row.closed_by,
      closedAt: row.closed_at,
      previousHash: row.previous_hash,
    });
    expect(again.equals(row.hash)).toBe(true);
    expect(isSignedBy(row.hash, row.signature, row.public_key)).toBe(true);
    previous = row.hash;
  }
});

test('the trial balance of a closed period never changes, and a planted change is seen', async () => {
  await post(ago(30));
  const { position, through } = (await close(ago(20))).body as PeriodView;
  const closed = await get<PeriodDetailView>('periods/1');
  expect(closed.unchanged).toBe(true);
  expect(closed.currencies[0]).toMatchObject({ totalDebit: '1.00', totalCredit: '1.00' });
  await post(ago(10));
  await world.fund(ana, '7.00');
  const scope = `position=${position}&occurredBefore=${through}`;
  expect((await get<TrialBalanceView>(`trial-balance?${scope}`)).currencies).toEqual(
    closed.currencies,
  );
  const now = await get<TrialBalanceView>(`trial-balance?occurredBefore=${through}`);
  expect(now.currencies).toEqual(closed.currencies);
  expect(await get<PeriodDetailView>('periods/1')).toEqual(closed);
  const plant = (change: number): Promise<unknown> =>
    world.sql(
      `SET session_replication_role = replica;
       UPDATE ledger.lines SET amount = amount + ${String(change)} WHERE entry_id =
         (SELECT id FROM ledger.entries WHERE occurred_at < '${through}' LIMIT 1)`,
    );
  await plant(1);
  expect(await get<PeriodDetailView>('periods/1')).toMatchObject({ unchanged: false });
  await plant(-1);
});

test('nothing that occurred before is written any more; what occurs now is', async () => {
  const entryBefore = await post(ago(30));
  await close(ago(20));
  expect(await post(ago(21))).toMatchObject({ kind: 'refused', code: 'period_closed' });
  expect(await post(ago(19))).toMatchObject({ kind: 'posted' });
  expect(entryBefore).toMatchObject({ kind: 'posted' });
  const threadId = await world.thread([ana, ben]);
  expect((await world.send(ana, threadId, '1.00')).status).toBe(201);
});

test('a posting that is under way first is part of the closed books', async () => {
  const { open, opened } = gate();
  const under = gate();
  const posting = post(ago(30), async () => {
    under.open();
    await opened;
  });
  await under.opened;
  let closed = false;
  const closing = close(ago(20)).then((answer) => {
    closed = true;
    return answer;
  });
  await pause(300);
  expect(closed).toBe(false);
  open();
  expect(await posting).toMatchObject({ kind: 'posted' });
  expect((await closing).status).toBe(201);
  const { currencies } = await get<PeriodDetailView>('periods/1');
  expect(currencies[0]).toMatchObject({ totalDebit: '1.00' });
});

test('a posting that had looked before the closing and writes after it is refused', async () => {
  const transactor = world.app.get(Transactor);
  const ledger = world.app.get(Ledger);
  const late = entry(ago(30));
  const looked = gate();
  const { open, opened } = gate();
  const writing = transactor.run(async (tx) => {
    const books = await ledger.lockKnown(
      tx,
      late.lines.map(({ account }) => account),
    );
    expect(books.post(late)).toBeUndefined();
    looked.open();
    await opened;
    await ledger.write(tx, books);
  });
  const refused = expect(writing).rejects.toMatchObject({ code: 'period_closed' });
  await looked.opened;
  expect((await close(ago(20))).status).toBe(201);
  open();
  await refused;
  const { unchanged, currencies } = await get<PeriodDetailView>('periods/1');
  expect([unchanged, currencies]).toEqual([true, []]);
});

test('postings in a hurry around a closing are in it or refused, and nothing in between', async () => {
  let closing: Promise<Answer> | undefined;
  const outcomes = await Promise.all(
    Array.from({ length: 24 }, async (_, index) => {
      await pause(index * 8);
      if (index === 10) closing = close(ago(20));
      return post(ago(30)).catch((error: unknown) => ({
        kind: 'refused',
        code: (error as { code?: unknown }).code,
      }));
    }),
  );
  expect((await closing)?.status).toBe(201);
  const refused = outcomes.filter((one) => one?.kind === 'refused');
  expect(new Set(refused.map((one) => (one as { code: unknown }).code))).toEqual(
    new Set(refused.length === 0 ? [] : ['period_closed']),
  );
  const { position, through, unchanged } = await get<PeriodDetailView>('periods/1');
  expect(unchanged).toBe(true);
  const [found] = await world.sql<{ inside: number; outside: number }>(
    `SELECT count(*) FILTER (WHERE p.position <= $1)::int AS inside,
            count(*) FILTER (WHERE p.position IS NULL OR p.position > $1)::int AS outside
       FROM ledger.entries e LEFT JOIN ledger.positions p ON p.entry_id = e.id
      WHERE e.occurred_at < $2`,
    [position, through],
  );
  expect(found).toEqual({ inside: 24 - refused.length, outside: 0 });
});

test('of closings at once one wins, and the others are told', async () => {
  const through = ago(20);
  const answers = await Promise.all([1, 2, 3].map(() => close(through)));
  expect(answers.map(outcome).sort()).toEqual(
    [
      [201, undefined],
      [400, 'period_not_over'],
      [400, 'period_not_over'],
    ].sort(),
  );
  expect((await get<PeriodsView>('periods')).periods).toHaveLength(1);
});

test('a closing that fails leaves nothing behind, and books without an entry can be closed', async () => {
  const periods = world.app.get(Periods);
  await expect(
    world.app.get(Transactor).run(async (tx) => {
      await periods.close(tx, { through: ago(30), reason: 'in vain', closedBy: fiona.id });
      throw new Error('cut');
    }),
  ).rejects.toThrow('cut');
  expect((await get<PeriodsView>('periods')).periods).toEqual([]);
  expect((await close(ago(60 * 24 * 365))).status).toBe(201);
  expect(await get<PeriodDetailView>('periods/1')).toMatchObject({
    unchanged: true,
    currencies: [],
  });
});

test.each([
  [{ through: '2026-01-01T00:00:00Z' }, 400, 'request_invalid'],
  [{ reason: 'month end' }, 400, 'request_invalid'],
  [{ through: 'November', reason: 'month end' }, 400, 'request_invalid'],
  [{ through: '2026-01-01', reason: 'month end' }, 400, 'request_invalid'],
  [{ through: '2999-01-01T00:00:00Z', reason: 'month end' }, 400, 'period_not_over'],
  [{ through: 'NOW', reason: 'month end' }, 400, 'period_not_over'],
])('refused: %j', async (body, status, code) => {
  const text = JSON.stringify(body).replace('NOW', ago(4).toISOString());
  const answer = await world.post(fiona, '/v1/finance/periods', JSON.parse(text) as object);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  for (const number of ['1', '0', 'x', '99999999999999']) {
    const one = await world.get(fiona, `/v1/finance/periods/${number}`);
    expect([one.status, one.body.code]).toEqual([404, 'period_unknown']);
  }
});
