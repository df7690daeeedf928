// What was wrong in a closed period is put right in the open one: the correction is dated there, and
// one that was proposed before the closing has to be proposed again.
import { randomUUID } from 'node:crypto';
import type { JournalPage, PeriodDetailView } from '../../src/finance/contract.js';
import { draftEntry, Postings } from '../../src/ledger/index.js';
import { Transactor } from '../../src/shared/database.js';
import { type Answer, World } from '../support/world.js';

const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(async () => {
  expect(await world.faults()).toEqual([]);
  await world.stop();
});

test('a correction of a closed period is dated in the open one', async () => {
  const fiona = await world.person({ roles: ['finance_operator'] });
  const felix = await world.person({ roles: ['finance_approver'] });
  const [ana, ben] = [await world.person({ balance: '9.00' }), await world.person()];
  await world.fund(ben, '1.00');
  const accountOf = ({ id }: { id: string }) =>
    ({ name: 'user.available', owner: id, currency: 'EUR' }) as const;
  const entry = draftEntry(
    'P3',
    `${randomUUID()}:completed`,
    ago(30),
    { payer: accountOf(ana), payee: accountOf(ben) },
    { amount: 100n },
  );
  const [posted] = await world.app
    .get(Transactor)
    .run((tx) => world.app.get(Postings).post(tx, [{ entries: [entry] }]));
  const get = async <View>(path: string): Promise<View> =>
    (await world.get(fiona, `/v1/finance/${path}`)).body as View;
  const close = async (through: Date): Promise<Answer> =>
    world.post(fiona, '/v1/finance/periods', { through, reason: 'month end' });
  if (posted?.kind !== 'posted') throw new Error('it was posted');
  await close(ago(20));
  const entryId = posted.entries[0]?.id ?? '';
  const propose = async (occurredAt?: Date): Promise<Answer> =>
    world.post(
      fiona,
      '/v1/finance/corrections',
      { kind: 'reversal', entryId, reason: 'belongs to nobody', occurredAt },
      randomUUID(),
    );
  expect(outcome(await propose(ago(30)))).toEqual([422, 'period_closed']);
  const proposed = await propose(ago(15));
  const path = `/v1/finance/corrections/${(proposed.body as { id: string }).id}`;
  await close(ago(10));
  const approve = async (at: string): Promise<Answer> =>
    world.post(felix, `${at}/approve`, {}, randomUUID());
  expect(outcome(await approve(path))).toEqual([422, 'period_closed']);
  expect((await world.get(fiona, path)).body).toMatchObject({
    state: 'proposed',
    refusal: { code: 'period_closed' },
  });
  const today = await propose();
  const id = (today.body as { id: string }).id;
  expect(outcome(await approve(`/v1/finance/corrections/${id}`))).toEqual([200, 'approved']);
  const { entries } = await get<JournalPage>(`entries?reference=${id}`);
  expect(entries).toHaveLength(1);
  expect(await get<PeriodDetailView>('periods/2')).toMatchObject({ unchanged: true });
});
