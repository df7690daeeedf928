// Returning with one tap, and asking back: whose turn it is, until when, and how it ends by an answer, by
// silence, or by a person's word.
import { randomUUID } from 'node:crypto';
import type { ContestCaseDetailView } from '../../src/payments/returns/cases/contract.js';
import { Contests } from '../support/contests.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let contests: Contests;
let riley: TestPerson;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;
let thread: string;
let paymentId: string;

beforeAll(async () => {
  world = await World.start();
  contests = new Contests(world);
  riley = await world.person({ roles: ['risk_analyst'] });
});
afterAll(() => world.stop());
beforeEach(async () => {
  [ana, ben, chloe] = [await world.person(), await world.person(), await world.person()];
  await world.fund(ana, '20.00');
  thread = await world.thread([ana, ben]);
  paymentId = String((await world.send(ana, thread, '20.00')).body.id);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? 'ok'];
const asked = async (): Promise<string> => {
  const { body } = await contests.askBack(ana, paymentId, 'I meant another Ben.');
  return String(body.askBack.id);
};
const wordsOf = (seen: unknown): string[] =>
  (seen as ContestCaseDetailView).said.map(({ words }) => words);
const has = async (): Promise<string[]> => [await world.available(ana), await world.available(ben)];

test('returned with one tap: in part, then the rest, and both see who and when', async () => {
  expect((await contests.giveBack(ben, paymentId, '5.00')).body).toMatchObject({
    destination: 'balance',
    state: 'succeeded',
    reason: 'Returned',
  });
  expect((await contests.giveBack(ben, paymentId)).status).toBe(201);
  expect(await has()).toEqual(['20.00', '0.00']);
  expect(outcome(await contests.giveBack(ben, paymentId))).toEqual([422, 'refund_too_large']);
  for (const person of [ana, ben]) {
    expect((await contests.onCard(person, thread))?.lastReturn).toMatchObject({ by: 'payee' });
  }
});

test('returned to the card that paid, and never more than there is', async () => {
  const card = await world.card(ana);
  const { body } = await world.send(ana, thread, '30.00', { cardId: card.id });
  const answer = await contests.giveBack(ben, String(body.id));
  expect([answer.status, answer.body.destination]).toEqual([202, 'card']);
  await world.send(ben, thread, '15.00');
  expect(outcome(await contests.giveBack(ben, paymentId))).toEqual([
    422,
    'refund_insufficient_funds',
  ]);
  await until(async () => {
    const { body: found } = await world.get(ana, `/v1/payments/${String(body.id)}/refunds`);
    return found.refunds[0].state === 'succeeded';
  }, 'the card having its money');
});

test.each<[string, () => Promise<Answer>, unknown[]]>([
  ['the payee asks', () => contests.askBack(ben, paymentId), [403, 'contest_not_payer']],
  ['a stranger asks', () => contests.askBack(chloe, paymentId), [404, 'contest_payment_unknown']],
  [
    'a stranger looks',
    () => Promise.resolve(world.get(chloe, `/v1/payments/${paymentId}/contest`)),
    [404, 'contest_payment_unknown'],
  ],
  ['the payer returns', () => contests.giveBack(ana, paymentId), [403, 'refund_not_yours']],
  [
    'no such question',
    () => contests.say(ben, 'ask-backs/abk_none/keep', { words: 'Mine.' }),
    [404, 'contest_payment_unknown'],
  ],
  [
    'no such reason',
    () => contests.say(ana, `payments/${paymentId}/ask-backs`, { reason: 'regret' }),
    [400, 'request_invalid'],
  ],
])('refused: %s', async (_case, attempt, expected) => {
  expect(outcome(await attempt())).toEqual(expected);
});

test('asked back and returned: the question ends with the money', async () => {
  await asked();
  const seen = await contests.onCard(ben, thread);
  expect(seen?.askBack).toMatchObject({ state: 'asked', reason: 'wrong_person', askAgain: false });
  const days = (Date.parse(seen?.askBack?.answerBy ?? '') - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(7);
  const { body } = await world.get(ben, `/v1/payments/${paymentId}/contest`);
  expect(body.askBackWords).toEqual({ payer: 'I meant another Ben.', payee: null });
  await contests.giveBack(ben, paymentId);
  for (const person of [ana, ben]) {
    expect((await contests.onCard(person, thread))?.askBack?.state).toBe('returned');
  }
  expect(outcome(await contests.askBack(ana, paymentId))).toEqual([409, 'contest_nothing_left']);
});

test('one at a time, two at most; the same key again is the same question', async () => {
  const key = randomUUID();
  const body = { reason: 'other', words: 'Too early' };
  const first = await contests.say(ana, `payments/${paymentId}/ask-backs`, body, key);
  const again = await contests.say(ana, `payments/${paymentId}/ask-backs`, body, key);
  expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
  expect(outcome(await contests.askBack(ana, paymentId))).toEqual([409, 'ask_back_open']);
  const keep = (id: string): Promise<Answer> =>
    contests.say(ben, `ask-backs/${id}/keep`, { words: 'You owed me this.' });
  expect((await keep(String(first.body.askBack.id))).status).toBe(201);
  expect((await contests.onCard(ana, thread))?.askBack).toMatchObject({
    state: 'kept',
    askAgain: true,
  });
  expect((await keep(await asked())).status).toBe(201);
  expect(outcome(await contests.askBack(ana, paymentId))).toEqual([422, 'ask_back_too_often']);
});

test('silence until the deadline lets a person decide: returned', async () => {
  const id = await asked();
  const escalate = (): Promise<Answer> =>
    contests.say(ana, `ask-backs/${id}/escalate`, { words: 'No answer at all.' });
  expect(outcome(await escalate())).toEqual([409, 'ask_back_not_yet']);
  await contests.after(7.01);
  expect((await contests.onCard(ben, thread))?.askBack?.state).toBe('unanswered');
  expect((await escalate()).status).toBe(201);
  const { id: caseId } = await contests.caseOf(riley, paymentId);
  const { body } = await world.get(riley, `/v1/risk/contests/${caseId}`);
  expect(body).toMatchObject({ kind: 'ask_back', claim: 'wrong_person', needsSecond: false });
  expect(wordsOf(body)).toEqual(['I meant another Ben.', 'No answer at all.']);
  expect((await contests.decide(riley, paymentId, 'granted', 'Sent by mistake.')).body).toEqual({
    id: caseId,
    state: 'decided',
    verdict: 'granted',
  });
  expect(await has()).toEqual(['20.00', '0.00']);
  for (const person of [ana, ben]) {
    const { body: seen } = await world.get(person, `/v1/payments/${paymentId}/contest`);
    expect(seen.askBack.state).toBe('returned');
    expect(seen.decisions).toMatchObject([{ verdict: 'granted', words: 'Sent by mistake.' }]);
  }
});

test('what the payee no longer has is not returned by anybody; kept it stays', async () => {
  const id = await asked();
  await contests.say(ben, `ask-backs/${id}/keep`, { words: 'You owed me this.' });
  await contests.say(ana, `ask-backs/${id}/escalate`, { words: 'I did not.' });
  const other = await world.thread([ben, chloe]);
  await world.send(ben, other, '12.00');
  expect(outcome(await contests.decide(riley, paymentId, 'granted'))).toEqual([
    409,
    'contest_money_gone',
  ]);
  expect((await contests.decide(riley, paymentId, 'denied', 'It was owed.')).status).toBe(200);
  expect((await contests.onCard(ana, thread))?.askBack?.state).toBe('stands');
  expect(await has()).toEqual(['0.00', '8.00']);
});

test('nobody decides in time: it stays, and both are told', async () => {
  const id = await asked();
  await contests.say(ben, `ask-backs/${id}/keep`, { words: 'You owed me this.' });
  await contests.say(ana, `ask-backs/${id}/escalate`, { words: 'I did not.' });
  const { id: caseId } = await contests.caseOf(riley, paymentId);
  await contests.after(7.01);
  expect((await contests.onCard(ben, thread))?.askBack?.state).toBe('stands');
  const late = { verdict: 'granted', words: 'Too late' };
  expect(outcome(await contests.say(riley, `risk/contests/${caseId}/decide`, late))).toEqual([
    409,
    'contest_over',
  ]);
  await until(async () => {
    const { body } = await world.get(ana, '/v1/notifications');
    return JSON.stringify(body).includes('keeps the €20.00: we have decided');
  }, 'the payer being told');
});
