// Bank accounts through the untouched stripe package: every test account with what becomes of its
// debit, and the states and events on the way. A debit is always processing before it is anything.
import { DEBITS, REFUSED_DEBITS } from '../test/contract/test-values.js';
import { BANK_ACCOUNTS } from './cards/banks.js';
import { refusal, startRig, type Rig } from './support/harness.js';
import { eventsAbout, pass } from './support/sequel.js';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.simulator.stop());

const person = { name: 'Ada Byron', email: 'ada@example.com' };

async function methodOf(name: string): Promise<string> {
  if (name.startsWith('pm_')) return name;
  const made = await rig.stripe.paymentMethods.create({
    type: 'sepa_debit',
    sepa_debit: { iban: name },
    billing_details: person,
  });
  expect(made.sepa_debit).toMatchObject({ country: 'AT', last4: name.slice(-4) });
  return made.id;
}

async function start(name: string): Promise<string> {
  const sepa = !name.startsWith('pm_us');
  const intent = await rig.stripe.paymentIntents.create({
    amount: 10_000,
    currency: sepa ? 'eur' : 'usd',
    allowed_payment_method_types: [sepa ? 'sepa_debit' : 'us_bank_account'],
    payment_method: await methodOf(name),
    mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
    confirm: true,
  });
  expect(intent.status).toBe('processing');
  return intent.id;
}

test.each(DEBITS)('a debit of %s ends as %s', async (name, status, code) => {
  const failed = status === 'requires_payment_method' ? 'payment_failed' : status;
  const id = await start(name);
  await pass(rig);
  const after = await rig.stripe.paymentIntents.retrieve(id);
  expect(after.status).toBe(status);
  expect(after.last_payment_error?.code ?? null).toBe(code);
  expect(await eventsAbout(rig, id)).toEqual(
    ['created', 'processing', ...(status === 'processing' ? [] : [failed])].map(
      (event) => `payment_intent.${event}`,
    ),
  );
  const [charge] = (await rig.stripe.charges.list({ payment_intent: id })).data;
  expect(charge).toMatchObject({
    status: { processing: 'pending', succeeded: 'succeeded' }[status] ?? 'failed',
    paid: status === 'succeeded',
    failure_code: code,
  });
});

test.each(REFUSED_DEBITS)('%s is refused at once', async (name, code) => {
  const error = await refusal(start(name));
  expect(error).toMatchObject({ statusCode: 402, code });
  expect(error.raw['payment_intent']).toMatchObject({ status: 'requires_payment_method' });
});

test('every account of the table is covered here', () => {
  const covered = new Set([
    ...DEBITS.map(([name]) => name.replaceAll(' ', '')),
    ...REFUSED_DEBITS.map(([name]) => name),
  ]);
  const names = BANK_ACCOUNTS.flatMap((row) =>
    row.type === 'sepa_debit' ? [row.number, ...row.tokens] : row.tokens,
  );
  expect(names.filter((name) => !covered.has(name))).toEqual([]);
});

test('a debit costs its own fee, and is refunded like a card', async () => {
  const never = await start('pm_usBankAccount_processing');
  const early = await refusal(rig.stripe.refunds.create({ payment_intent: never }));
  expect(early.code).toBe('payment_intent_unexpected_state');
  const id = await start('pm_usBankAccount_success');
  await pass(rig);
  const [money] = (await rig.stripe.balanceTransactions.list()).data;
  expect(money).toMatchObject({ type: 'payment', amount: 10_000, fee: 80, net: 9920 });
  const refund = await rig.stripe.refunds.create({
    payment_intent: id,
    expand: ['balance_transaction'],
  });
  expect(refund).toMatchObject({
    destination_details: { type: 'us_bank_account' },
    balance_transaction: { type: 'payment_refund', amount: -10_000 },
  });
});

test.each(['pm_usBankAccount_dispute', 'AT591904300235473203'])(
  'the dispute of %s is final',
  async (name) => {
    const payment_intent = await start(name);
    await pass(rig);
    await pass(rig);
    const [dispute] = (await rig.stripe.disputes.list({ payment_intent })).data;
    expect(dispute).toMatchObject({ status: 'lost', reason: 'debit_not_authorized' });
    expect(dispute).not.toHaveProperty('payment_method_details');
    expect(await eventsAbout(rig, String(dispute?.id))).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.closed',
    ]);
  },
);

test('an account is saved and used again; what a bank cannot do is refused', async () => {
  const { stripe } = rig;
  const customer = (await stripe.customers.create()).id;
  const setup = await stripe.setupIntents.create({
    customer,
    allowed_payment_method_types: ['us_bank_account'],
    payment_method: 'pm_usBankAccount_success',
    confirm: true,
  });
  expect(setup.status).toBe('succeeded');
  const { data } = await stripe.paymentMethods.list({ customer, type: 'us_bank_account' });
  expect(data).toMatchObject([{ us_bank_account: { last4: '6789', routing_number: '110000000' } }]);
  expect((await stripe.paymentMethods.list({ customer, type: 'card' })).data).toEqual([]);
  const wrongKind = await refusal(
    stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      customer,
      allowed_payment_method_types: ['card'],
      payment_method: String(data[0]?.id),
      confirm: true,
    }),
  );
  expect(wrongKind.message).toContain('(us_bank_account) is not allowed');
  const euros = await refusal(
    stripe.paymentIntents.create({
      amount: 1000,
      currency: 'eur',
      allowed_payment_method_types: ['us_bank_account'],
      payment_method: 'pm_usBankAccount_success',
      confirm: true,
    }),
  );
  expect(euros.message).toContain('only supports usd');
  const held = await refusal(
    stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      capture_method: 'manual',
      allowed_payment_method_types: ['us_bank_account'],
      payment_method: 'pm_usBankAccount_success',
      confirm: true,
    }),
  );
  expect(held.param).toBe('capture_method');
  const create = (iban: string, billing_details: object): Promise<unknown> =>
    stripe.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban }, billing_details });
  const iban = await refusal(create('AT000000000000000000', person));
  expect(iban).toMatchObject({ code: 'invalid_bank_account_iban', param: 'sepa_debit[iban]' });
  const nameless = await refusal(create('AT611904300234573201', { email: 'a@example.com' }));
  expect(nameless.param).toBe('billing_details[name]');
});
