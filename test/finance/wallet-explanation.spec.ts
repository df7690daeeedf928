// "Why this balance?" for friends: their own account alone, in their words, with what is set aside
// and nothing left over.
import type { WalletExplanationView } from '../../src/payments/contract.js';
import { type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;

beforeAll(async () => {
  world = await World.start({
    config: { velocity: { sendsPerTenMinutes: 1_000_000, majorPerDay: 50n } },
  });
  [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
  const threadId = await world.thread([ana, ben]);
  await world.send(ana, threadId, '20.00');
  await world.send(ana, threadId, '60.00');
});
afterAll(() => world.stop());

const explain = async (person: TestPerson, query = ''): Promise<WalletExplanationView> =>
  (await world.get(person, `/v1/wallet/explanation${query}`)).body as WalletExplanationView;

test('every line says with whom, and the money set aside says why', async () => {
  const mine = await explain(ana);
  expect(mine).toMatchObject({
    currency: 'EUR',
    balance: '80.00',
    held: '60.00',
    available: '20.00',
    residue: { balance: '0.00', held: '0.00' },
    next: null,
  });
  expect(mine.lines.map(({ words, change, balance }) => [words, change, balance])).toEqual([
    [`you paid ${ben.name}`, '-20.00', '80.00'],
    ['your card was charged', '100.00', '100.00'],
  ]);
  expect(mine.lines[0]?.paymentId).toMatch(/^pay_/);
  expect(mine.holds).toMatchObject([
    { words: `your payment to ${ben.name} is being checked`, amount: '60.00' },
  ]);
  expect(mine.holds[0]?.releasingAt).not.toBeNull();
  const his = await explain(ben);
  expect(his.lines).toMatchObject([{ words: `${ana.name} paid you`, change: '20.00' }]);
});

test('it comes in pages', async () => {
  const first = await explain(ana, '?limit=1&currency=EUR');
  expect(first.lines).toHaveLength(1);
  const second = await explain(ana, `?limit=1&before=${first.next ?? ''}`);
  expect(second.lines).toMatchObject([{ change: '100.00' }]);
  expect(second.next).toBeNull();
});

test('a currency without money is explained by zeros; one that is none is refused', async () => {
  expect(await explain(ana, '?currency=JPY')).toMatchObject({ balance: '0', lines: [], holds: [] });
  for (const query of ['?currency=XXX', '?before=x', '?limit=0']) {
    const answer = await world.get(ana, `/v1/wallet/explanation${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'request_invalid']);
  }
  expect((await world.http.get('/v1/wallet/explanation')).status).toBe(401);
});
