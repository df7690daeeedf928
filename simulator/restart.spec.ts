// State across restarts: everything acknowledged is there again, keys still replay, undelivered
// events are delivered, a torn last line is forgiven and any other damage is not. And nowhere on
// disk is a card number or a CVC.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from './server.js';
import { fund, onboarded } from './support/connect.js';
import { rawCard, startReceiver, startRig, until } from './support/harness.js';

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  data = join(folder, 'journal.jsonl');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const params = {
  amount: 1000,
  currency: 'eur',
  allowed_payment_method_types: ['card'],
  payment_method: 'pm_card_visa',
  confirm: true,
};

test('everything acknowledged is there after a restart', async () => {
  const before = await startRig({ data });
  const customer = await before.stripe.customers.create({ email: 'ana@example.com' });
  const card = await before.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const paid = await before.stripe.paymentIntents.create(params, { idempotencyKey: 'k1' });
  await before.control('clock', { advanceSeconds: 3600 });
  await before.simulator.stop();

  const after = await startRig({ data });
  expect(await after.stripe.customers.retrieve(customer.id)).toEqual(customer);
  expect(await after.stripe.paymentIntents.retrieve(paid.id)).toEqual(paid);
  const again = await after.stripe.paymentIntents.create(params, { idempotencyKey: 'k1' });
  expect(again.id).toBe(paid.id);
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect((await after.stripe.charges.list()).data).toHaveLength(1);
  const next = await after.stripe.paymentIntents.create({
    ...params,
    customer: customer.id,
    payment_method: card.id,
    off_session: true,
  });
  expect(next.created - paid.created).toBeGreaterThanOrEqual(3600);
  await after.simulator.stop();
});

test('what belongs to a connected account, and what is due, is there after a restart', async () => {
  const before = await startRig({ data });
  await fund(before.stripe);
  const account = await onboarded(before);
  const on = { stripeAccount: account };
  await before.stripe.transfers.create({ amount: 5000, currency: 'eur', destination: account });
  const payout = await before.stripe.payouts.create({ amount: 2000, currency: 'eur' }, on);
  const banks = await before.stripe.accounts.listExternalAccounts(account);
  await before.simulator.stop();

  const after = await startRig({ data });
  expect((await after.stripe.customers.list({}, on)).data).toEqual([]);
  expect(await after.stripe.accounts.listExternalAccounts(account)).toEqual(banks);
  await after.control('clock', { advanceSeconds: 2 * 86_400 });
  expect((await after.stripe.payouts.retrieve(payout.id, {}, on)).status).toBe('paid');
  const balance = await after.stripe.balance.retrieve({}, on);
  expect(balance.available[0]?.amount).toBe(3000);
  await after.simulator.stop();
  expect(readFileSync(data, 'utf8')).toContain('"removed"');
});

test('a torn last line is forgiven, and what follows is sound', async () => {
  const before = await startRig({ data });
  const customer = await before.stripe.customers.create();
  await before.simulator.stop();
  appendFileSync(data, '[["customer",{"id":"cus_to');

  const after = await startRig({ data });
  expect((await after.stripe.customers.list()).data.map((each) => each.id)).toEqual([customer.id]);
  const second = await after.stripe.customers.create();
  await after.simulator.stop();

  const last = await startRig({ data });
  expect((await last.stripe.customers.list()).data.map((each) => each.id)).toEqual([
    second.id,
    customer.id,
  ]);
  await last.simulator.stop();
});

test('damage in the middle refuses to start', async () => {
  const before = await startRig({ data });
  await before.stripe.customers.create();
  await before.simulator.stop();
  writeFileSync(data, `not json\n${readFileSync(data, 'utf8')}`);
  await expect(startSimulator({ port: 0, host: '127.0.0.1', data })).rejects.toThrow(
    'line 1 is damaged',
  );
});

test('an event not delivered before is delivered after', async () => {
  const receiver = await startReceiver();
  const before = await startRig({ data, webhookUrl: receiver.url });
  await before.control('webhooks', { mode: 'drop' });
  await before.stripe.customers.create();
  await before.simulator.stop();
  expect(receiver.received).toEqual([]);
  const after = await startRig({ data, webhookUrl: receiver.url });
  await until(() => receiver.received.length === 1);
  await after.simulator.stop();
  await receiver.stop();
});

test('no card number, expiry with it, or CVC is ever on disk or in the log', async () => {
  const rig = await startRig({ data });
  const numbers = ['4242424242424242', '4000056655665556', '4111111111111111', '4242424242424241'];
  for (const number of numbers) {
    const response = await fetch(`${rig.simulator.url}/v1/payment_methods`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer pk_test_simulator',
        'idempotency-key': `card-${number.slice(-3)}`,
      },
      body: new URLSearchParams(rawCard(number, { 'card[cvc]': '739' })),
    });
    expect(await response.text()).not.toMatch(new RegExp(`${number}|739`));
  }
  await rig.stripe.paymentIntents.create(params);
  await rig.simulator.stop();
  const journal = readFileSync(data, 'utf8');
  expect(journal).toContain('"last4":"4242"');
  for (const number of numbers) expect(journal).not.toContain(number);
  expect(journal).not.toContain('"739"');
  expect(JSON.stringify(rig.simulator.requests.entries)).not.toMatch(/\d{12}/);
});

test('a taken port is said plainly, and the journal of the other is left alone', async () => {
  const first = await startRig({ data });
  await first.stripe.customers.create();
  appendFileSync(data, '[["customer"');
  const second = startSimulator({ port: first.simulator.port, host: '127.0.0.1', data });
  await expect(second).rejects.toThrow(
    `Port ${String(first.simulator.port)} on 127.0.0.1 is already in use`,
  );
  expect(readFileSync(data, 'utf8')).toMatch(/\[\["customer"$/);
  await first.simulator.stop();
});

test('what was still to come comes after a restart, once', async () => {
  const before = await startRig({ data });
  const method = { ...params, payment_method: 'pm_card_refundFail' };
  const { id: payment_intent } = await before.stripe.paymentIntents.create(method);
  const waiting = await before.stripe.paymentIntents.create({
    ...params,
    payment_method: 'pm_card_authenticationRequired',
  });
  const refund = await before.stripe.refunds.create({ payment_intent });
  await before.simulator.stop();

  const after = await startRig({ data });
  await after.control('clock', { advanceSeconds: 10 });
  await after.control('clock', { advanceSeconds: 10 });
  await after.control('authenticate', { intent: waiting.id, outcome: 'succeed' });
  await after.simulator.stop();

  const last = await startRig({ data });
  await last.control('clock', { advanceSeconds: 10 });
  expect((await last.stripe.refunds.retrieve(refund.id)).status).toBe('failed');
  expect((await last.stripe.paymentIntents.retrieve(waiting.id)).status).toBe('succeeded');
  const failures = await last.stripe.events.list({ type: 'refund.failed' });
  expect(failures.data).toHaveLength(1);
  await last.simulator.stop();
});
