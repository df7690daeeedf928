// A page of a platform account with many lines reads no more than a page's worth, whatever the planner
// knows about the tables.
import type { StatementView } from '../../src/finance/contract.js';
import { draftEntry, Ledger, platformAccount, Sealer } from '../../src/ledger/index.js';
import { appendOnlyLinesSql } from '../../src/ledger/reports/account-lines.js';
import { Transactor } from '../../src/shared/database.js';
import { type TestPerson, World } from '../support/world.js';

const PENDING = 'stripe.pending::EUR';

let world: World;
let ana: TestPerson;
let fiona: TestPerson;

beforeAll(async () => {
  world = await World.start();
  [ana, fiona] = [await world.person(), await world.person({ roles: ['finance_operator'] })];
});
afterAll(() => world.stop());

const get = async <View>(path: string): Promise<View> => {
  const answer = await world.get(fiona, `/v1/finance/${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.body as View;
};

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

test('one page of a platform account with 120,000 lines reads no more than its windows', async () => {
  const ledger = world.app.get(Ledger);
  const accounts = {
    pending: platformAccount('stripe.pending', 'EUR'),
    fees: platformAccount('stripe.fees', 'EUR'),
    payer: { name: 'user.available', owner: ana.id, currency: 'EUR' },
  } as const;
  for (let turn = 0; turn < 60; turn += 1) {
    await world.app.get(Transactor).run(async (tx) => {
      const books = await ledger.lock(tx, Object.values(accounts));
      for (let one = 0; one < 2000; one += 1) {
        const reference = `ch_many_${String(turn)}_${String(one)}:succeeded`;
        books.post(draftEntry('P2', reference, new Date(), accounts, { gross: 10n, fee: 0n }));
      }
      await ledger.write(tx, books);
    });
    await world.app.get(Sealer).seal();
  }
  const { position } = await get<{ position: string }>('trial-balance');
  await world.sql('ANALYZE ledger.lines, ledger.positions, ledger.entries');
  const middle = BigInt(position) / 2n;
  const started = performance.now();
  const page = await get<StatementView>(
    `accounts/${PENDING}/statement?limit=100&after=${String(middle)}.1`,
  );
  expect(page.lines).toHaveLength(100);
  expect(performance.now() - started).toBeLessThan(3000);
  const [window] = await world.sql<{ low: string; high: string }>(
    `SELECT (SELECT max(position) FROM ledger.snapshots WHERE position <= $1) AS low,
            (SELECT min(position) FROM ledger.snapshots WHERE position > $1) AS high`,
    [String(middle)],
  );
  const [account] = await world.sql<{ id: string }>(
    'SELECT id FROM ledger.accounts WHERE address = $1',
    [PENDING],
  );
  const [explained] = await world.sql<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${appendOnlyLinesSql('ASC')}`,
    [
      account?.id,
      [window?.low],
      [window?.high],
      String(middle),
      1,
      String(BigInt(position) + 1n),
      0,
      101,
    ],
  );
  const nodes = nodesOf(explained?.['QUERY PLAN'][0]?.Plan ?? ({} as Plan));
  const onLines = nodes.filter((node) => node['Relation Name'] === 'lines');
  expect(onLines.length).toBeGreaterThan(0);
  expect(onLines.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  const width = Number(window?.high) - Number(window?.low);
  for (const node of onLines) {
    expect(node['Actual Rows'] * node['Actual Loops']).toBeLessThanOrEqual(width * 2);
  }
}, 180_000);
