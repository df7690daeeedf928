// The processor does not answer about a cash-out, not clearly, not in order, or not at all. Whatever
// happens, at most one transfer, one payout and one reversal are made, and the person has either the
// money at their bank or the money in their balance.
import {
  age,
  asked,
  becomes,
  cashedOut,
  entriesOf,
  lyingOn,
  madeFor,
  movedBack,
  payoutEnds,
  personWithBank,
  rowOf,
  sweep,
  topUp,
} from '../support/teller.js';
import { secondApp } from '../support/second-app.js';
import { type TestPerson, until, World } from '../support/world.js';

const TRANSFERS = '/v1/transfers';
const PAYOUTS = '/v1/payouts';
const REVERSALS = '/v1/transfers/:id/reversals';

let world: World;
let ana: TestPerson & { account: string };

beforeAll(async () => {
  world = await World.start();
  await topUp(world, 1_000_00);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.control('webhooks', { mode: 'auto' });
  ana = await personWithBank(world);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

/** Lets time pass and sweeps, until a cash-out is in that state. */
const sweptUntil = (id: string, state: string, hours = 0): Promise<boolean> =>
  until(async () => {
    await age(world, id, hours);
    await sweep(world);
    return (await rowOf(world, id)).state === state;
  }, `${id} being ${state}`);

const struck = (method: string, path: string, calls: number): Promise<boolean> =>
  until(() => world.simulator.requests.count(method, path) >= calls, `${path} being asked`);

const WAYS = ['error_500_before', 'error_500_saved', 'error_500_after_effect', 'drop_connection'];

describe.each([
  ['transfer', TRANSFERS, 'requested'],
  ['payout', PAYOUTS, 'moved'],
] as const)('the answer to the %s', (_leg, path, stuck) => {
  test.each(WAYS)('%s: made once, when it is asked for again', async (mode) => {
    await world.control('webhooks', { mode: 'drop' });
    world.simulator.requests.clear();
    await world.control('faults', { method: 'POST', path, mode, times: 2 });
    const id = await cashedOut(world, ana);
    await struck('POST', path, 2);
    await becomes(world, id, stuck);
    if (mode === 'error_500_saved') {
      // The processor saved that it failed, with the key; nothing was made and nothing is found.
      await age(world, id);
      await sweep(world);
      expect((await rowOf(world, id)).state).toBe('failed');
      expect(await world.available(ana)).toBe('100.00');
      return;
    }
    await sweptUntil(id, 'in_transit');
    expect(await madeFor(world, id, ana.account)).toEqual([1, 1, 0]);
    expect(await entriesOf(world, id)).toBe('P9 P6 P9a');
  });

  test('an old key is never sent again: what was made is found', async () => {
    await world.control('webhooks', { mode: 'drop' });
    world.simulator.requests.clear();
    await world.control('faults', { method: 'POST', path, mode: 'drop_connection', times: 2 });
    const id = await cashedOut(world, ana);
    await struck('POST', path, 2);
    await becomes(world, id, stuck);
    world.simulator.requests.clear();
    await age(world, id, 21);
    await sweep(world);
    await becomes(world, id, 'in_transit');
    expect(world.simulator.requests.count('POST', path)).toBe(0);
    expect(await madeFor(world, id, ana.account)).toEqual([1, 1, 0]);
  });

  test('an old key is never sent again: what was never made comes back', async () => {
    world.simulator.requests.clear();
    await world.control('faults', { method: 'POST', path, mode: 'error_500_before', times: 2 });
    const id = await cashedOut(world, ana);
    await struck('POST', path, 2);
    world.simulator.requests.clear();
    await age(world, id, 21);
    await sweep(world);
    await becomes(world, id, 'failed');
    expect(world.simulator.requests.count('POST', path)).toBe(0);
    expect(await world.available(ana)).toBe('100.00');
    if (stuck === 'moved') await movedBack(world, id);
    expect(await lyingOn(world, ana.account)).toBe(0);
  });
});

test.each(WAYS)('the answer to the reversal, %s: moved back once', async (mode) => {
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  world.simulator.requests.clear();
  const fault = { method: 'POST', path: REVERSALS, mode, times: 2 };
  await world.control('faults', fault);
  await payoutEnds(world, id, 'failed');
  await becomes(world, id, 'failed');
  expect(await world.available(ana)).toBe('100.00');
  const path = `${TRANSFERS}/${String((await rowOf(world, id)).transfer_id)}/reversals`;
  await struck('POST', path, 2);
  // What was saved as a failure is asked for anew once its key is too old to be sent.
  await age(world, id, mode === 'error_500_saved' ? 21 : 0);
  await until(async () => {
    await age(world, id);
    await sweep(world);
    return (await rowOf(world, id)).reversal_id;
  }, 'the reversal');
  expect(await madeFor(world, id, ana.account)).toEqual([1, 1, 1]);
  expect(await lyingOn(world, ana.account)).toBe(0);
});

test.each(WAYS)('the answer to a cancellation, %s: the sweeper finds out', async (mode) => {
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  await world.control('webhooks', { mode: 'drop' });
  await world.control('faults', { method: 'POST', path: `${PAYOUTS}/:id/cancel`, mode, times: 2 });
  const answer = await world.http
    .delete(`/v1/cash-outs/${id}`)
    .set('authorization', `Bearer ${ana.token}`);
  expect([answer.status, answer.body.state]).toEqual([200, 'in_transit']);
  expect((await rowOf(world, id)).state).toBe('cancelling');
  await sweptUntil(id, 'cancelled');
  await movedBack(world, id);
  expect(await world.available(ana)).toBe('100.00');
  expect(await lyingOn(world, ana.account)).toBe(0);
});

test('our balance at the processor is short: it waits, and goes when we have topped up', async () => {
  const rich = await personWithBank(world, { balance: '5000.00' });
  const id = await cashedOut(world, rich, '4000.00');
  await until(async () => (await keyOf(id)).endsWith(':2'), 'another key');
  expect((await rowOf(world, id)).state).toBe('requested');
  await age(world, id);
  await sweep(world);
  await until(async () => (await keyOf(id)).endsWith(':3'), 'the key after it');
  await topUp(world, 4_000_00);
  await sweptUntil(id, 'in_transit');
  expect(await madeFor(world, id, rich.account)).toEqual([1, 1, 0]);
});

test('while it waits for our balance, the person can have it back', async () => {
  const rich = await personWithBank(world, { balance: '5000.00' });
  const id = await cashedOut(world, rich, '4000.00');
  await until(async () => (await keyOf(id)).endsWith(':2'), 'another key');
  const answer = await world.http
    .delete(`/v1/cash-outs/${id}`)
    .set('authorization', `Bearer ${rich.token}`);
  expect([answer.status, answer.body.state]).toEqual([200, 'cancelled']);
  expect(await world.available(rich)).toBe('5000.00');
  expect(await entriesOf(world, id)).toBe('P9 P9f');
  await age(world, id);
  await sweep(world);
  expect(await madeFor(world, id, rich.account)).toEqual([0, 0, 0]);
});

async function keyOf(id: string): Promise<string> {
  const [call] = await world.sql<{ key: string }>(
    `SELECT key FROM payments.processor_calls WHERE subject_id = $1 AND leg = 'transfer'`,
    [id],
  );
  return call?.key ?? '';
}

test.each(['paid', 'failed'])('the event of a payout that %s is lost: asked again', async (end) => {
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  await world.control('webhooks', { mode: 'drop' });
  await payoutEnds(world, id, end);
  await sweep(world);
  expect((await rowOf(world, id)).state).toBe('in_transit');
  await world.sql(
    `UPDATE payments.cash_outs SET expected_on = now() - interval '25 hours' WHERE id = $1`,
    [id],
  );
  await sweep(world);
  await becomes(world, id, end);
});

test('a payout is not asked for again before an hour is over; one that was paid, before a day', async () => {
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  await world.control('webhooks', { mode: 'drop' });
  const overdue = (column: string, time: string): Promise<unknown> =>
    world.sql(`UPDATE payments.cash_outs SET ${column} = now() - $2::interval WHERE id = $1`, [
      id,
      time,
    ]);
  const { payout_id: payout } = await rowOf(world, id);
  const looks = (): number => world.simulator.requests.count('GET', `${PAYOUTS}/${String(payout)}`);
  world.simulator.requests.clear();
  await overdue('expected_on', '25 hours');
  await Promise.all([sweep(world), sweep(world)]);
  await sweep(world);
  expect(looks()).toBe(1);
  await overdue('looked_at', '61 minutes');
  await payoutEnds(world, id, 'paid');
  await sweep(world);
  await becomes(world, id, 'paid');
  await overdue('looked_at', '2 hours');
  await payoutEnds(world, id, 'failed');
  await sweep(world);
  expect((await rowOf(world, id)).state).toBe('paid');
  await overdue('looked_at', '25 hours');
  await sweep(world);
  await becomes(world, id, 'failed');
  expect(await world.available(ana)).toBe('100.00');
});

test.each(['duplicate', 'reorder'])('events by %s, and two processes: one effect', async (mode) => {
  const other = await secondApp(world);
  try {
    await world.control('webhooks', { mode });
    const id = await cashedOut(world, ana);
    await becomes(world, id, 'in_transit');
    await payoutEnds(world, id, 'in_transit');
    await payoutEnds(world, id, 'paid');
    await payoutEnds(world, id, 'failed');
    await world.control('webhooks', { mode: 'auto' });
    await world.control('webhooks/release', {});
    await becomes(world, id, 'failed');
    await movedBack(world, id);
    expect(await entriesOf(world, id)).toMatch(/^P9 P6 P9a (P9b P9d )?P9c P6r$/);
    expect(await madeFor(world, id, ana.account)).toEqual([1, 1, 1]);
    expect(await world.available(ana)).toBe('100.00');
  } finally {
    await other.close();
  }
});

test('a payout whose amount is not ours changes nothing', async () => {
  const id = await cashedOut(world, ana);
  await becomes(world, id, 'in_transit');
  const form = { amount: '100', currency: 'eur' };
  await asked(world, 'transfers', undefined, { ...form, destination: ana.account });
  const named = { ...form, 'metadata[cash_out_id]': id };
  const { id: foreign } = await asked(world, 'payouts', ana.account, named);
  await until(async () => {
    const found = await world.sql(
      `SELECT FROM payments.processor_events WHERE object_id = $1 AND state = 'applied'`,
      [foreign],
    );
    return found.length > 0;
  }, 'the event being read');
  expect(await entriesOf(world, id)).toBe('P9 P6 P9a');
});
