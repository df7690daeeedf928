// Where a person's money can go: what the processor still needs, in plain words, kept current by its
// events and by asking; and told from what we know when the processor does not answer.
import { CONFIG, type Config } from '../../src/shared/config.js';
import {
  accountOf,
  asked,
  bankEnding,
  cashOut,
  payoutAccount,
  personWithBank,
  topUp,
} from '../support/teller.js';
import { until, World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.start();
  await topUp(world, 100_000_00);
});
afterAll(() => world.stop());
afterEach(async () => {
  await world.control('webhooks', { mode: 'auto' });
  expect(await world.faults()).toEqual([]);
});

test('none, then details, then a review, then ready', async () => {
  const ana = await world.person();
  const nothing = { destination: null, currency: null, instant: false };
  expect(await payoutAccount(world, ana)).toEqual({ state: 'none', due: [], ...nothing });
  const { status, body } = await world.post(ana, '/v1/payout-account/onboarding', {});
  expect([status, Object.keys(body as object)]).toEqual([201, ['url']]);
  expect((body as { url: string }).url).toMatch(/^http:.*\/_connect\/setup\/\w+$/);
  const account = await accountOf(world, ana);
  expect(await payoutAccount(world, ana)).toEqual({
    ...nothing,
    state: 'needs_details',
    due: [
      'your bank account or debit card',
      'your date of birth',
      'your name',
      'your agreement to the terms of the payout service',
    ],
    currency: 'EUR',
  });
  await world.control('onboard', { account, outcome: 'pending', bank: bankEnding('0') });
  expect(await payoutAccount(world, ana)).toMatchObject({ state: 'under_review', due: [] });
  await world.control('onboard', { account });
  expect(await payoutAccount(world, ana)).toEqual({
    state: 'ready',
    due: [],
    destination: 'Bank ••3000',
    currency: 'EUR',
    instant: true,
  });
});

test('one person, one account, whoever asks at the same time', async () => {
  const ana = await world.person();
  const asking = [1, 2, 3].map(() => world.post(ana, '/v1/payout-account/onboarding', {}));
  const answers = (await Promise.all(asking)).map(({ status }) => status);
  // A rival is told to ask again, never given a second account.
  expect(answers.filter((status) => status !== 503)).toContain(201);
  expect((await world.post(ana, '/v1/payout-account/onboarding', {})).status).toBe(201);
  const { data } = (await asked(world, 'accounts?limit=100')) as {
    data: { metadata: { person_id?: string } }[];
  };
  expect(data.filter(({ metadata }) => metadata.person_id === ana.id)).toHaveLength(1);
});

test('on the page of the processor: done leads to the wallet, and so does an old link', async () => {
  const ana = await world.person();
  const { body } = await world.post(ana, '/v1/payout-account/onboarding', {});
  const { url } = body as { url: string };
  const page = await (await fetch(url)).text();
  const session = /name="session" value="(\w+)"/.exec(page)?.[1] ?? '';
  const form = new URLSearchParams({
    ...{ session, first_name: 'Jenny', last_name: 'Rosen', day: '1', month: '1', year: '1902' },
    bank: bankEnding('0'),
  });
  const leadsTo = async (init: RequestInit): Promise<string | null> =>
    (await fetch(url, { ...init, redirect: 'manual' })).headers.get('location');
  const { publicUrl } = world.app.get<symbol, Config>(CONFIG);
  expect(await leadsTo({ method: 'POST', body: form })).toBe(`${publicUrl}/wallet?payout=done`);
  expect(await leadsTo({})).toBe(`${publicUrl}/wallet?payout=again`);
  await until(async () => (await payoutAccount(world, ana)).state === 'ready', 'the account');
});

test('its events keep it current: what is due later stops what was ready', async () => {
  const ana = await personWithBank(world);
  await world.control('onboard', { account: ana.account, outcome: 'past_due' });
  await until(
    async () => (await cashOut(world, ana, '1.00')).body.code === 'cash_out_account_not_ready',
    'the account being held back',
  );
  expect(await payoutAccount(world, ana)).toMatchObject({
    state: 'needs_details',
    due: ['a photo of your identity document'],
  });
});

test('who is turned away is told so, and is not asked for more', async () => {
  const ana = await personWithBank(world);
  await world.control('onboard', { account: ana.account, outcome: 'rejected' });
  await until(
    async () => (await payoutAccount(world, ana)).state === 'restricted',
    'the account being restricted',
  );
  const answers = [
    await cashOut(world, ana, '1.00'),
    await world.post(ana, '/v1/payout-account/onboarding', {}),
  ];
  for (const { status, body } of answers) {
    expect([status, body.code]).toEqual([422, 'cash_out_restricted']);
  }
});

test('a new bank is shown, whichever event tells of it first', async () => {
  const ana = await personWithBank(world);
  await world.control('webhooks', { mode: 'reorder' });
  await world.control('onboard', { account: ana.account, bank: bankEnding('1') });
  // Fewer than a whole batch: they are sent, shuffled, when they are let go.
  await world.control('webhooks/release', {});
  await world.control('webhooks', { mode: 'auto' });
  await until(
    async () => (await payoutAccount(world, ana)).destination === 'Bank ••3001',
    'the new bank',
  );
});

test('the processor does not answer: told from what we know, or to come back', async () => {
  const [ana, ben] = [await world.person(), await world.person()];
  await accountOf(world, ana);
  for (const path of ['/v1/accounts', '/v1/accounts/:id']) {
    await world.control('faults', { path, mode: 'error_500_before', times: 2 });
  }
  expect((await payoutAccount(world, ana)).state).toBe('needs_details');
  const { status, body } = await world.post(ben, '/v1/payout-account/onboarding', {});
  expect([status, body.code]).toEqual([503, 'cash_out_account_unavailable']);
  expect((await payoutAccount(world, ben)).state).toBe('none');
  expect((await world.post(ben, '/v1/payout-account/onboarding', {})).status).toBe(201);
});

test('an account that the processor shows us no longer is restricted', async () => {
  const ana = await world.person();
  const account = await accountOf(world, ana);
  await fetch(`${world.simulator.url}/v1/accounts/${account}`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer sk_test_simulator' },
  });
  expect((await payoutAccount(world, ana)).state).toBe('restricted');
});
