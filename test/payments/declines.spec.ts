// Every test card of the processor, from the hand of the payer to the thread: declined when it is
// added, declined when it is charged, or good. The list comes from the simulator's own table, so a
// card that is added there without saying here what it does fails this file.
import { TEST_CARDS } from '../../simulator/cards/table.js';
import type { MessageView } from '../../src/chat/contract.js';
import type { PaymentCard } from '../../src/payments/contract.js';
import { traces } from '../support/traces.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let threadId: string;

beforeAll(async () => {
  world = await World.start();
  [ana, ben] = [await world.person(), await world.person()];
  threadId = await world.thread([ana, ben]);
});
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

async function addCard(token: string): Promise<{ atProcessor: unknown; here: Answer }> {
  const setup = await world.post(ana, '/v1/cards/setup', {});
  const { status, body } = await world.confirmSetup(setup.body as never, `pm_card_${token}`);
  const { error, status: state } = body as typeof body & { status?: string };
  const { setupIntentId } = setup.body as { setupIntentId: string };
  return {
    atProcessor: error === undefined ? [status, state] : [status, error.code, error.decline_code],
    here: await world.post(ana, '/v1/cards', { setupIntentId }),
  };
}

// What the processor says when the card is added: its code and its decline code.
const AT_SETUP: Record<string, [string, string]> = {
  visa_chargeDeclined: ['card_declined', 'generic_decline'],
  chargeDeclined: ['card_declined', 'generic_decline'],
  visa_chargeDeclinedInsufficientFunds: ['card_declined', 'insufficient_funds'],
  chargeDeclinedInsufficientFunds: ['card_declined', 'insufficient_funds'],
  visa_chargeDeclinedLostCard: ['card_declined', 'lost_card'],
  chargeDeclinedLostCard: ['card_declined', 'lost_card'],
  visa_chargeDeclinedStolenCard: ['card_declined', 'stolen_card'],
  chargeDeclinedStolenCard: ['card_declined', 'stolen_card'],
  chargeDeclinedExpiredCard: ['expired_card', 'expired_card'],
  chargeDeclinedIncorrectCvc: ['incorrect_cvc', 'incorrect_cvc'],
  chargeDeclinedProcessingError: ['processing_error', 'processing_error'],
  visa_chargeDeclinedVelocityLimitExceeded: ['card_declined', 'card_velocity_exceeded'],
  chargeDeclinedVelocityLimitExceeded: ['card_declined', 'card_velocity_exceeded'],
  threeDSecureRequiredProcessingError: ['card_declined', 'generic_decline'],
};
// Their bank wants to see the person, which cannot be done here yet.
const UNCONFIRMED = [
  'authenticationRequiredOnSetup',
  'authenticationRequired',
  'authenticationRequiredSetupForOffSession',
  'authenticationRequiredChargeDeclinedInsufficientFunds',
  'threeDSecure2Required',
  'threeDSecureRequiredChargeDeclined',
];
// They can be added, and then say no to the charge. Thieves are told a plain decline.
const AT_CHARGE = [
  'chargeCustomerFail',
  'radarBlock',
  'visa_chargeDeclinedFraudulent',
  'riskLevelHighest',
];
//                     brand         last4   funding    country
const GOOD: Record<string, [string, string, string, string]> = {
  visa: ['visa', '4242', 'credit', 'US'],
  us: ['visa', '4242', 'credit', 'US'],
  visa_debit: ['visa', '5556', 'debit', 'US'],
  mastercard: ['mastercard', '4444', 'credit', 'US'],
  mastercard_debit: ['mastercard', '8210', 'debit', 'US'],
  mastercard_prepaid: ['mastercard', '5100', 'prepaid', 'US'],
  amex: ['amex', '0005', 'credit', 'US'],
  discover: ['discover', '1117', 'credit', 'US'],
  diners: ['diners', '0004', 'credit', 'US'],
  jcb: ['jcb', '0505', 'credit', 'US'],
  unionpay: ['unionpay', '0005', 'credit', 'US'],
  bypassPending: ['visa', '0077', 'credit', 'US'],
  bypassPendingInternational: ['visa', '0278', 'credit', 'IE'],
  riskLevelElevated: ['visa', '9235', 'credit', 'US'],
  cvcCheckFail: ['visa', '0101', 'credit', 'US'],
  avsZipFail: ['visa', '0036', 'credit', 'US'],
  avsLine1Fail: ['visa', '0028', 'credit', 'US'],
  avsFail: ['visa', '0010', 'credit', 'US'],
  avsUnchecked: ['visa', '0044', 'credit', 'US'],
  threeDSecureOptional: ['visa', '3055', 'credit', 'US'],
  threeDSecureOptionalProcessingError: ['visa', '3097', 'credit', 'US'],
  // What follows their payments comes later than the answer.
  createDispute: ['visa', '0259', 'credit', 'US'],
  createDisputeProductNotReceived: ['visa', '2685', 'credit', 'US'],
  createDisputeInquiry: ['visa', '1976', 'credit', 'US'],
  createIssuerFraudRecord: ['visa', '5423', 'credit', 'US'],
  createMultipleDisputes: ['visa', '0079', 'credit', 'US'],
  createCe3EligibleDispute: ['visa', '0038', 'credit', 'US'],
  createComplianceDispute: ['visa', '0779', 'credit', 'US'],
  createMastercardComplianceDispute: ['mastercard', '0002', 'credit', 'US'],
  createAutoRepresentmentEligibleDispute: ['visa', '0043', 'credit', 'US'],
  pendingRefund: ['visa', '7726', 'credit', 'US'],
  refundFail: ['visa', '5126', 'credit', 'US'],
};
const COUNTRIES =
  'ar at au be bg br ca ch cn cz de dk es fi fr gb gr hk hu ie in it jp lu mx my nl no nz pl pt ro se sg'.split(
    ' ',
  );

test('every token of the processor has an expectation here, and none is left over', () => {
  const tokens = TEST_CARDS.flatMap((row) => row.tokens);
  const expected = [
    ...Object.keys(AT_SETUP),
    ...UNCONFIRMED,
    ...AT_CHARGE,
    ...Object.keys(GOOD),
    ...COUNTRIES,
  ];
  expect([...expected].sort()).toEqual([...tokens].sort());
});

test.each(Object.entries(AT_SETUP))('%s: declined when it is added', async (token, [code, why]) => {
  const before = await world.get(ana, '/v1/cards');
  const { atProcessor, here } = await addCard(token);
  expect(atProcessor).toEqual([402, code, why]);
  expect(outcome(here)).toEqual([422, 'card_not_confirmed']);
  expect((await world.get(ana, '/v1/cards')).text).toBe(before.text);
});

test.each(UNCONFIRMED)('%s: not confirmed, so not saved', async (token) => {
  const before = await world.get(ana, '/v1/cards');
  const { atProcessor, here } = await addCard(token);
  expect(atProcessor).toEqual([200, 'requires_action']);
  expect(outcome(here)).toEqual([422, 'card_not_confirmed']);
  expect((await world.get(ana, '/v1/cards')).text).toBe(before.text);
});

test.each(COUNTRIES)('a card from %s is saved with its country', async (token) => {
  const card = await world.card(ana, `pm_card_${token}`);
  expect(card).toMatchObject({ brand: 'visa', funding: 'credit', country: token.toUpperCase() });
});

async function cardsSeenBy(person: TestPerson): Promise<PaymentCard[]> {
  const { body } = await world.get(person, `/v1/threads/${threadId}/messages?limit=100`);
  const { messages } = body as { messages: MessageView[] };
  return messages.flatMap(({ card }) => (card === null ? [] : [card.data as PaymentCard]));
}

/** The payer is told why, in the answer and in the thread; for everybody else it never was. */
async function expectDeclined(cardId: string, amount: string, code: string): Promise<void> {
  const before = { seen: await cardsSeenBy(ben), ...(await traces(world)) };
  const declined = await world.send(ana, threadId, amount, { cardId });
  expect(outcome(declined)).toEqual([422, code]);

  const last = (await cardsSeenBy(ana)).at(-1);
  expect(last).toMatchObject({ state: 'failed', reason: { code, message: declined.body.title } });
  const mine = await world.get(ana, `/v1/payments/${String(last?.paymentId)}`);
  expect(mine.body).toMatchObject({ state: 'failed', reason: { code } });

  expect(await cardsSeenBy(ben)).toEqual(before.seen);
  const theirs = await world.get(ben, `/v1/payments/${String(last?.paymentId)}`);
  expect(outcome(theirs)).toEqual([404, 'payment_unknown']);
  const { text } = await world.get(ben, '/v1/activity?limit=100');
  expect(text).not.toContain(last?.paymentId);
  const after = await traces(world);
  expect([after.entries, after.holds]).toEqual([before.entries, before.holds]);
  expect(await world.faults()).toEqual([]);
}

test.each(AT_CHARGE)('%s: added, and declined when it is charged', async (token) => {
  const card = await world.card(ana, `pm_card_${token}`);
  await expectDeclined(card.id, '7.00', 'card_declined');
});

test('a bank that asks for the person at the charge: the payer is asked to confirm it', async () => {
  const card = await world.card(ana, 'pm_card_visa');
  // A card that was added without being asked, and is asked now.
  const [customer] = await world.sql<{ id: string }>(
    'SELECT processor_id AS id FROM payments.customers WHERE person_id = $1',
    [ana.id],
  );
  const attached = await fetch(
    `${world.simulator.url}/v1/payment_methods/pm_card_authenticationRequired/attach`,
    {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_simulator' },
      body: new URLSearchParams({ customer: String(customer?.id) }),
    },
  );
  const { id } = (await attached.json()) as { id: string };
  await world.sql('UPDATE payments.cards SET token = $2 WHERE id = $1', [card.id, id]);
  const asked = await world.send(ana, threadId, '7.00', { cardId: card.id });
  expect(outcome(asked)).toEqual([202, undefined]);
  expect(asked.body).toMatchObject({ state: 'authenticating', reason: null });
});

test.each([
  ['0.49', 'card_amount_too_small'],
  ['0.01', 'card_amount_too_small'],
])('%s EUR is less than the processor charges', async (amount, code) => {
  const card = await world.card(ana, 'pm_card_mastercard');
  await expectDeclined(card.id, amount, code);
});

// After the tests that count what a decline leaves behind: the disputes of some of these come when they
// come.
test.each(Object.entries(GOOD))('%s: saved, and pays', async (token, seen) => {
  const [brand, last4, funding, country] = seen;
  const card = await world.card(ana, `pm_card_${token}`);
  expect(card).toMatchObject({ brand, last4, funding, country });
  expect(JSON.stringify(card)).not.toMatch(/pm_|fingerprint/);
  const sent = await world.send(ana, threadId, '1.00', { cardId: card.id });
  expect(sent.body).toMatchObject({
    state: 'completed',
    funding: { source: 'card', brand, last4 },
  });
});

test('a removed card is not the next one: adding it again makes it usable again', async () => {
  const first = await world.card(ana, 'pm_card_visa_debit');
  const again = await world.card(ana, 'pm_card_visa_debit');
  expect(again.id).toBe(first.id);
  const gone = await world.http
    .delete(`/v1/cards/${first.id}`)
    .set('authorization', `Bearer ${ana.token}`);
  expect(gone.status).toBe(204);
  const renewed = await world.card(ana, 'pm_card_visa_debit');
  expect(renewed.id).not.toBe(first.id);
  const sent = await world.send(ana, threadId, '1.00', { cardId: renewed.id });
  expect(sent.body).toMatchObject({ state: 'completed' });
  expect(await world.faults()).toEqual([]);
});
