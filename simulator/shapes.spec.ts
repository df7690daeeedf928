// The objects have the properties of Stripe's published fixtures (support/fixtures/), nested ones too.
// Two kinds of difference are allowed and named here: what this version of the interface added after
// the fixtures were published, and what Stripe leaves out unless asked.
import { readFileSync } from 'node:fs';
import { startRig, type Rig } from './support/harness.js';
import { pass, pay } from './support/sequel.js';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.simulator.stop());

type Plain = Record<string, unknown>;

function fixture(name: string): Plain {
  const file = new URL(`./support/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Plain;
}

const keysOf = (value: Plain): string[] => Object.keys(value).sort();

/** Properties that differ for a reason. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  charge: [],
  payment_intent: ['allowed_payment_method_types', 'payment_record'],
  refund: [],
  dispute: ['intended_submission_method'],
  'radar.early_fraud_warning': ['payment_intent'],
  review: ['payment_intent'],
};
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  // Only when expanded, since version 2022-11-15.
  charge: ['refunds'],
};

async function made(name: string): Promise<Plain> {
  const { stripe } = rig;
  const { latest_charge: charge, ...intent } = await pay(rig, 'createIssuerFraudRecord');
  const risky = await pay(rig, 'riskLevelElevated');
  const disputed = await pay(rig, 'createDisputeInquiry');
  await pass(rig);
  const objects: Record<string, () => Promise<unknown>> = {
    charge: () => stripe.charges.retrieve(charge.id),
    payment_intent: () => stripe.paymentIntents.retrieve(intent.id),
    refund: () => stripe.refunds.create({ charge: charge.id }),
    dispute: async () => (await stripe.disputes.list({ payment_intent: disputed.id })).data[0],
    'radar.early_fraud_warning': async () =>
      (await stripe.radar.earlyFraudWarnings.list({ charge: charge.id })).data[0],
    review: () => stripe.reviews.retrieve(risky.review as string),
  };
  const make = objects[name];
  if (make === undefined) throw new Error(`Nothing makes a ${name}`);
  // The package adds its own properties to answers; only the wire's count.
  return JSON.parse(JSON.stringify(await make())) as Plain;
}

test.each(Object.keys(ADDED))('%s has the properties of the published fixture', async (name) => {
  const published = fixture(name);
  const ours = await made(name);
  const left = LEFT_OUT[name] ?? [];
  const expected = [
    ...keysOf(published).filter((key) => !left.includes(key)),
    ...(ADDED[name] ?? []),
  ];
  expect(keysOf(ours)).toEqual(expected.sort());
  expect(ours['object']).toBe(published['object']);
  expect(String(ours['id']).split('_')[0]).toBe(String(published['id']).split('_')[0]);
});

test.each([
  ['dispute', 'evidence', []],
  ['dispute', 'evidence_details', ['submission_method']],
  ['charge', 'billing_details', []],
])('%s.%s has the properties of the published fixture', async (name, part, added) => {
  const ours = (await made(name))[part] as Plain;
  expect(keysOf(ours)).toEqual([...keysOf(fixture(name)[part] as Plain), ...added].sort());
});
