// A payment reported as a scam: what is still there is frozen in the same commit, the payee answers, a
// person decides, the one who lost may appeal, and every hold ends once.
import type { ContestCaseDetailView } from '../../src/payments/returns/cases/contract.js';
import { Contests } from '../support/contests.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let contests: Contests;
let [riley, rosa, ravi]: TestPerson[] = [];
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;
let thread: string;
let paymentId: string;

beforeAll(async () => {
  world = await World.start({ config: { contests: { secondAbove: { EUR: 500n } } } });
  contests = new Contests(world);
  riley = await world.person({ roles: ['risk_analyst'] });
  rosa = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
  ravi = await world.person({ roles: ['risk_analyst'] });
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
const wordsOf = (seen: unknown): string[] =>
  (seen as ContestCaseDetailView).said.map(({ words }) => words);
const has = async (): Promise<string[]> => [await world.available(ana), await world.available(ben)];
const stateOf = async (): Promise<string | undefined> =>
  (await contests.onCard(ben, thread))?.report?.state;
const spend = async (amount: string): Promise<Answer> =>
  world.send(ben, await world.thread([ben, chloe]), amount);
const decide = (by: TestPerson | undefined, verdict: 'granted' | 'denied'): Promise<Answer> =>
  contests.decide(by as TestPerson, paymentId, verdict);
const appeal = async (by: TestPerson): Promise<Answer> => {
  const id = String((await contests.onCard(by, thread))?.report?.id);
  return contests.say(by, `reports/${id}/appeal`, { words: 'That is not how it was.' });
};

test('what is there is frozen at once and cannot be spent; both see until when', async () => {
  await spend('8.00');
  const { body } = await contests.report(ana, paymentId);
  expect(body.report).toMatchObject({ state: 'examined', frozen: '12.00', answered: false });
  expect(await has()).toEqual(['0.00', '0.00']);
  expect(outcome(await spend('1.00'))).toEqual([422, 'insufficient_funds']);
  const { body: wallet } = await world.get(ben, '/v1/wallet/explanation?currency=EUR');
  expect(wallet.holds).toMatchObject([
    { words: `a report about a payment from ${ana.name} is being examined`, amount: '12.00' },
  ]);
  const seen = await contests.onCard(ben, thread);
  const days = (time: string | null | undefined): number =>
    Math.round((Date.parse(time ?? '') - Date.now()) / 86_400_000);
  expect([days(seen?.report?.answerBy), days(seen?.report?.decideBy)]).toEqual([3, 7]);
});

test('the payee is told that there is a report, and nothing of what it says', async () => {
  await contests.report(ana, paymentId, 'threatened');
  const { text } = await world.get(ben, `/v1/payments/${paymentId}/contest`);
  const { text: messages } = await world.get(ben, `/v1/threads/${thread}/messages`);
  for (const seen of [text, messages]) expect(seen).not.toMatch(/threatened|my bank/);
  const { body: own } = await world.get(ana, `/v1/payments/${paymentId}/contest`);
  expect([own.reportKind, own.reportWords]).toEqual(['threatened', 'They said they were my bank.']);
  await until(async () => {
    const { body } = await world.get(ben, '/v1/notifications');
    return JSON.stringify(body).includes(`${ana.name} reported a problem with the €20.00`);
  }, 'the payee being told');
  expect(
    await world.sql(
      'SELECT kind, payee_id, outcome FROM fraud.reported_payments WHERE candidate_id = $1',
      [paymentId],
    ),
  ).toEqual([{ kind: 'threatened', payee_id: ben.id, outcome: null }]);
});

test('answered once within three days; the reviewer reads both', async () => {
  const { body } = await contests.report(ana, paymentId);
  const answer = (words: string): Promise<Answer> =>
    contests.say(ben, `reports/${String(body.report.id)}/answer`, { words });
  expect(outcome(await contests.atDay(3.01, () => answer('Too late')))).toEqual([
    409,
    'report_answer_late',
  ]);
  expect((await answer('She bought my bicycle.')).status).toBe(201);
  expect(outcome(await answer('And a lock.'))).toEqual([409, 'report_answered']);
  const { id } = await contests.caseOf(riley as TestPerson, paymentId);
  const { body: seen } = await world.get(riley as TestPerson, `/v1/risk/contests/${id}`);
  expect(seen.claim).toBe('tricked');
  expect(wordsOf(seen)).toEqual(['They said they were my bank.', 'She bought my bicycle.']);
});

test('granted: it goes back when the payee has let the time to appeal pass', async () => {
  await contests.report(ana, paymentId);
  expect((await decide(riley, 'granted')).status).toBe(200);
  expect(await contests.onCard(ana, thread)).toMatchObject({
    report: { state: 'granted', frozen: '20.00', appealOf: 'payee' },
  });
  expect(outcome(await appeal(ana))).toEqual([403, 'contest_not_payee']);
  await contests.after(3.01);
  expect([await stateOf(), ...(await has())]).toEqual(['returned', '20.00', '0.00']);
  expect(await contests.holds(paymentId)).toEqual(['posted']);
  await contests.after(3.01);
  expect(await has()).toEqual(['20.00', '0.00']);
});

test('granted, appealed, and granted by another: it goes back at once', async () => {
  await contests.report(ana, paymentId);
  await decide(riley, 'granted');
  expect((await appeal(ben)).status).toBe(201);
  expect(outcome(await decide(riley, 'denied'))).toEqual([403, 'contest_decided_before']);
  expect((await decide(rosa, 'granted')).status).toBe(200);
  expect([await stateOf(), ...(await has())]).toEqual(['returned', '20.00', '0.00']);
});

test('granted, appealed, denied, appealed by the payer, denied: released for good', async () => {
  await contests.report(ana, paymentId);
  await decide(riley, 'granted');
  await appeal(ben);
  await decide(rosa, 'denied');
  expect([await stateOf(), ...(await has())]).toEqual(['denied', '0.00', '20.00']);
  await spend('5.00');
  expect((await appeal(ana)).body.report).toMatchObject({ state: 'appealed', frozen: '15.00' });
  expect((await decide(ravi, 'denied')).status).toBe(200);
  expect([await stateOf(), ...(await has())]).toEqual(['released', '0.00', '15.00']);
  expect(outcome(await appeal(ana))).toEqual([409, 'report_no_appeal']);
  expect(await contests.holds(paymentId)).toEqual(['voided', 'voided']);
});

test('nobody decides in time: released, unless it was extended once with a reason', async () => {
  await contests.report(ana, paymentId);
  const { id } = await contests.caseOf(riley as TestPerson, paymentId);
  const extend = (): Promise<Answer> =>
    contests.say(riley as TestPerson, `risk/contests/${id}/extend`, { reason: 'Asked the bank' });
  expect((await extend()).status).toBe(200);
  expect(outcome(await extend())).toEqual([409, 'contest_extended']);
  await contests.after(7.01);
  expect([await stateOf(), ...(await has())]).toEqual(['examined', '0.00', '0.00']);
  await contests.after(14.01);
  expect([await stateOf(), ...(await has())]).toEqual(['lapsed', '0.00', '20.00']);
});

test('whoever comes after the deadline and before the clock is told so', async () => {
  await contests.report(ana, paymentId);
  await world.sql('UPDATE payments.contest_cases SET due_by = now() WHERE payment_id = $1', [
    paymentId,
  ]);
  expect(outcome(await decide(rosa, 'granted'))).toEqual([409, 'contest_overdue']);
  await contests.after(0);
  expect([await stateOf(), ...(await has())]).toEqual(['lapsed', '0.00', '20.00']);
});

test('above the limit a second person must agree, who may approve', async () => {
  await world.fund(ana, '600.00');
  paymentId = String((await world.send(ana, thread, '600.00')).body.id);
  await contests.report(ana, paymentId);
  expect((await decide(riley, 'granted')).body.state).toBe('open');
  expect(await contests.caseOf(rosa as TestPerson, paymentId)).toMatchObject({
    needsSecond: true,
    proposal: { verdict: 'granted', by: riley?.name, mine: false },
  });
  expect(outcome(await decide(ravi, 'granted'))).toEqual([403, 'contest_second_needed']);
  expect((await decide(riley, 'granted')).body.state).toBe('open');
  expect((await decide(rosa, 'granted')).body.state).toBe('decided');
  expect(await stateOf()).toBe('granted');
});

test('the payee returns it while it is frozen: in part, then all of it', async () => {
  await contests.report(ana, paymentId);
  expect((await contests.giveBack(ben, paymentId, '5.00')).status).toBe(201);
  expect((await contests.onCard(ana, thread))?.report).toMatchObject({
    state: 'examined',
    frozen: '15.00',
  });
  expect((await contests.giveBack(ben, paymentId)).status).toBe(201);
  expect([await stateOf(), ...(await has())]).toEqual(['returned', '20.00', '0.00']);
  expect(await contests.holds(paymentId)).toEqual(['posted', 'posted']);
  await expect(decide(rosa, 'granted')).rejects.toThrow('no open case');
});

test('granted, from a card: what was frozen goes back to the card', async () => {
  const card = await world.card(ana);
  paymentId = String((await world.send(ana, thread, '30.00', { cardId: card.id })).body.id);
  await contests.report(ana, paymentId);
  await decide(riley, 'granted');
  await contests.after(3.01);
  await until(async () => {
    const { body } = await world.get(ana, `/v1/payments/${paymentId}/refunds`);
    return body.refunds[0]?.destination === 'card' && body.refunds[0].state === 'succeeded';
  }, 'the card having its money');
  expect([await stateOf(), ...(await has())]).toEqual(['returned', '0.00', '20.00']);
  expect(await contests.holds(paymentId)).toEqual(['posted']);
});

test('nothing was left: it is said, and nothing moves', async () => {
  await spend('20.00');
  expect((await contests.report(ana, paymentId)).body.report.frozen).toBeNull();
  await decide(riley, 'granted');
  await contests.after(3.01);
  expect([await stateOf(), ...(await has())]).toEqual(['returned', '0.00', '0.00']);
  expect(await contests.holds(paymentId)).toEqual([]);
});

test('from a card: the bank that takes it back overtakes the report, with what was frozen', async () => {
  const card = await world.card(ana, 'pm_card_createDispute');
  const sent = await world.send(ana, thread, '30.00', { cardId: card.id });
  paymentId = String(sent.body.id);
  await contests.report(ana, paymentId);
  await until(async () => {
    await contests.after(0);
    return (await stateOf()) !== 'examined';
  }, 'the bank');
  expect(await contests.holds(paymentId)).not.toContain('pending');
  expect(await has()).toEqual(['0.00', '20.00']);
});

test.each<[string, () => Promise<Answer>, unknown[]]>([
  ['the payee', () => contests.report(ben, paymentId), [403, 'contest_not_payer']],
  ['a stranger', () => contests.report(chloe, paymentId), [404, 'contest_payment_unknown']],
  [
    'twice',
    async () => {
      await contests.report(ana, paymentId);
      return contests.report(ana, paymentId);
    },
    [409, 'report_exists'],
  ],
  [
    'after 120 days',
    () => contests.atDay(121, () => contests.report(ana, paymentId)),
    [422, 'report_too_late'],
  ],
  [
    'what came back',
    async () => {
      await contests.giveBack(ben, paymentId);
      return contests.report(ana, paymentId);
    },
    [409, 'contest_nothing_left'],
  ],
])('refused: %s', async (_case, attempt, expected) => {
  expect(outcome(await attempt())).toEqual(expected);
});
