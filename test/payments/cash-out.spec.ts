// A balance goes to a bank: asked for once, moved and paid out once, and when it does not arrive the
// person has amount and fee again, whatever else has happened by then.

import {
  asked,
  bankEnding,
  becomes,
  cashedOut,
  cashOut,
  entriesOf,
  lyingOn,
  madeFor,
  movedBack,
  payoutEnds,
  personWithBank,
  rowOf,
  stand,
  sweep,
  topUp,
  viewOf,
} from '../support/teller.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;

beforeAll(async () => {
  world = await World.start();
  await topUp(world, 100_000_00);
});
afterAll(() => world.stop());
beforeEach(() => world.control('webhooks', { mode: 'auto' }));
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const cancel = async (person: TestPerson, id: string): Promise<Answer> =>
  world.http.delete(`/v1/cash-outs/${id}`).set('authorization', `Bearer ${person.token}`);

test('asked for, on its way, expected to have arrived', async () => {
  const ana = await personWithBank(world);
  const answer = await cashOut(world, ana, '40.00');
  expect(outcome(answer)).toEqual([201, 'requested']);
  const id = String(answer.body.id);
  expect(answer.body).toMatchObject({
    amount: { amount: '40.00', currency: 'EUR' },
    fee: '0.00',
    method: 'standard',
    destination: 'Bank ••3000',
    reason: null,
  });
  expect(await world.available(ana)).toBe('60.00');
  await becomes(world, id, 'in_transit');
  const onItsWay = await viewOf(world, ana, id);
  expect(onItsWay.state).toBe('in_transit');
  expect(Date.parse(onItsWay.expectedOn ?? '')).toBeGreaterThan(Date.now());
  await payoutEnds(world, id, 'in_transit');
  await payoutEnds(world, id, 'paid');
  await becomes(world, id, 'paid');
  expect(await entriesOf(world, id)).toBe('P9 P6 P9a P9b');
  expect(await madeFor(world, id, ana.account)).toEqual([1, 1, 0]);
  expect(await world.available(ana)).toBe('60.00');
});

test('it failed after it was paid: the money is there again, and moved back', async () => {
  const ana = await personWithBank(world);
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  await payoutEnds(world, id, 'paid');
  await becomes(world, id, 'paid');
  await payoutEnds(world, id, 'failed', 'account_closed');
  await becomes(world, id, 'failed');
  await movedBack(world, id);
  expect(await viewOf(world, ana, id)).toMatchObject({
    state: 'failed',
    reason: { code: 'cash_out_bank_account_closed' },
  });
  expect(await world.available(ana)).toBe('100.00');
  expect(await entriesOf(world, id)).toBe('P9 P6 P9a P9b P9d P9c P6r');
  expect(await lyingOn(world, ana.account)).toBe(0);
});

test('an instant one costs a fee, which comes back when it fails', async () => {
  const ana = await personWithBank(world);
  const id = await cashedOut(world, ana, '40.00', 'instant');
  expect(await viewOf(world, ana, id)).toMatchObject({ fee: '0.60', method: 'instant' });
  expect(await world.available(ana)).toBe('59.40');
  await becomes(world, id, 'in_transit');
  expect(outcome(await cancel(ana, id))).toEqual([409, 'cash_out_not_cancellable']);
  await payoutEnds(world, id, 'failed', 'could_not_process');
  await becomes(world, id, 'failed');
  await movedBack(world, id);
  expect((await viewOf(world, ana, id)).reason?.code).toBe('cash_out_bank_refused');
  expect(await world.available(ana)).toBe('100.00');
  expect(await entriesOf(world, id)).toBe('P9 P6 P9a P9c P6r');
});

test('a bank that sends it back, as time passes at the processor', async () => {
  const ana = await personWithBank(world, { bank: bankEnding('1') });
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  await world.control('clock', { advanceSeconds: 3 * 86_400 });
  await becomes(world, id, 'failed');
  await movedBack(world, id);
  expect((await viewOf(world, ana, id)).reason?.code).toBe('cash_out_bank_account_wrong');
  expect(await world.available(ana)).toBe('100.00');
  // The processor pays nothing more to that bank until it is mended.
  expect(outcome(await cashOut(world, ana, '10.00'))).toEqual([422, 'cash_out_account_not_ready']);
});

test('it failed while the person was frozen: they have it as soon as they are not', async () => {
  const ana = await personWithBank(world);
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  await stand(world, ana, 'frozen');
  await payoutEnds(world, id, 'failed');
  await until(async () => {
    const tried = await world.sql(
      `SELECT FROM payments.processor_events WHERE object_id = $1 AND last_error ~ 'account_frozen'`,
      [(await rowOf(world, id)).payout_id],
    );
    return tried.length > 0;
  }, 'the event being tried');
  expect((await rowOf(world, id)).state).toBe('in_transit');
  await stand(world, ana, 'open');
  await world.sql(`UPDATE payments.processor_events SET next_at = now() WHERE state = 'waiting'`);
  await sweep(world);
  await becomes(world, id, 'failed');
  await movedBack(world, id);
  expect(await world.available(ana)).toBe('100.00');
});

describe('taking it back', () => {
  test('while the payout waits: cancelled, and the money is there again', async () => {
    const ana = await personWithBank(world);
    const id = await cashedOut(world, ana);
    await becomes(world, id, 'in_transit');
    expect(outcome(await cancel(ana, id))).toEqual([200, 'cancelled']);
    expect(outcome(await cancel(ana, id))).toEqual([200, 'cancelled']);
    await movedBack(world, id);
    expect(await world.available(ana)).toBe('100.00');
    expect(await entriesOf(world, id)).toBe('P9 P6 P9a P9c P6r');
    expect(await lyingOn(world, ana.account)).toBe(0);
  });

  test('in the very moment it was asked for: it comes back wherever it was', async () => {
    const ana = await personWithBank(world);
    const id = await cashedOut(world, ana);
    expect((await cancel(ana, id)).status).toBe(200);
    await becomes(world, id, 'cancelled');
    expect(await world.available(ana)).toBe('100.00');
    await movedBack(world, id);
    expect(await lyingOn(world, ana.account)).toBe(0);
  });

  test('when it has left: too late, though we had not heard of it', async () => {
    const ana = await personWithBank(world);
    const id = await cashedOut(world, ana);
    await becomes(world, id, 'in_transit');
    await world.control('webhooks', { mode: 'drop' });
    await payoutEnds(world, id, 'in_transit');
    await world.control('webhooks', { mode: 'auto' });
    for (let times = 0; times < 2; times++) {
      expect(outcome(await cancel(ana, id))).toEqual([409, 'cash_out_not_cancellable']);
      expect((await viewOf(world, ana, id)).state).toBe('in_transit');
    }
    expect(await world.available(ana)).toBe('60.00');
    await payoutEnds(world, id, 'paid');
    await becomes(world, id, 'paid');
    expect(outcome(await cancel(ana, id))).toEqual([409, 'cash_out_not_cancellable']);
  });
});

/** What we know of an account stays as it is now, whatever the processor says of it. */
async function pinned({ account }: { account: string }): Promise<void> {
  await world.sql(
    `UPDATE payments.payout_accounts SET updated_at = 'infinity' WHERE account_id = $1`,
    [account],
  );
}

test('the payout is refused: what was moved comes back, and the person has it at once', async () => {
  const ana = await personWithBank(world);
  const [{ id: bank } = { id: '' }] = await world.sql<{ id: string }>(
    'SELECT destination_id AS id FROM payments.payout_accounts WHERE account_id = $1',
    [ana.account],
  );
  await pinned(ana);
  await world.control('onboard', { account: ana.account, bank: bankEnding('1') });
  await fetch(`${world.simulator.url}/v1/accounts/${ana.account}/external_accounts/${bank}`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer sk_test_simulator' },
  });
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'failed');
  await movedBack(world, id);
  expect((await viewOf(world, ana, id)).reason?.code).toBe('cash_out_not_sent');
  expect(await entriesOf(world, id)).toBe('P9 P6 P9f P6r');
  expect(await world.available(ana)).toBe('100.00');
  expect(await madeFor(world, id, ana.account)).toEqual([1, 0, 1]);
});

test('the transfer is refused: nothing was moved, and the person has it at once', async () => {
  const ana = await personWithBank(world);
  await pinned(ana);
  await world.control('onboard', { account: ana.account, outcome: 'rejected' });
  const id = await cashedOut(world, ana, '40.00', 'instant');
  await becomes(world, id, 'failed');
  expect(await entriesOf(world, id)).toBe('P9 P9f');
  expect(await world.available(ana)).toBe('100.00');
});

test('a payout that nobody made here changes nothing', async () => {
  const ana = await personWithBank(world);
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  await asked(world, 'transfers', undefined, {
    amount: '500',
    currency: 'eur',
    destination: ana.account,
  });
  const foreign = await asked(world, 'payouts', ana.account, { amount: '500', currency: 'eur' });
  await until(async () => {
    const found = await world.sql(
      `SELECT FROM payments.processor_events WHERE object_id = $1 AND state = 'applied'`,
      [foreign['id']],
    );
    return found.length > 0;
  }, 'the event being read');
  expect((await rowOf(world, id)).state).toBe('in_transit');
});

test('the wallet says what happened in words that read well', async () => {
  const ana = await personWithBank(world);
  const id = await cashedOut(world, ana, '40.00', 'instant');
  await becomes(world, id, 'in_transit');
  await payoutEnds(world, id, 'failed');
  await becomes(world, id, 'failed');
  const { body } = await world.get(ana, '/v1/wallet/explanation');
  const { lines, residue } = body as {
    lines: { words: string; change: string; balance: string }[];
    residue: unknown;
  };
  expect(lines.map(({ words, change, balance }) => [words, change, balance])).toEqual([
    ['money for your bank did not arrive there and came back', '40.60', '100.00'],
    ['you paid money out to your bank', '-40.60', '59.40'],
    ['your card was charged', '100.00', '100.00'],
  ]);
  expect(residue).toEqual({ balance: '0.00', held: '0.00' });
});
