// A reviewer's no is appealed: somebody else answers, and what was wrongly rejected can be sent again once
// without the same review.
import { Contests } from '../support/contests.js';
import { caseOf, say } from '../support/desk.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let contests: Contests;
let riley: TestPerson;
let rosa: TestPerson;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;
let paymentId: string;

const AMOUNT = '120.00';

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 4, majorPerDay: 100n };
  world = await World.start({ config: { velocity } });
  contests = new Contests(world);
  const roles = ['risk_analyst', 'risk_approver'];
  [riley, rosa] = [await world.person({ roles }), await world.person({ roles })];
});
afterAll(() => world.stop());
beforeEach(async () => {
  [ana, ben] = [await world.person({ balance: '500.00' }), await world.person()];
  thread = await world.thread([ana, ben]);
  const { body } = await world.send(ana, thread, AMOUNT);
  expect(body.state).toBe('held');
  paymentId = String(body.id);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const reject = async (): Promise<void> => {
  const { id } = await caseOf(world, riley, paymentId);
  expect((await say(world, riley, id, 'reject')).status).toBe(200);
};
const appeal = (by = ana): Promise<Answer> =>
  contests.say(by, `payments/${paymentId}/appeals`, { words: 'It is for the deposit.' });
const exemption = async (): Promise<string | null> =>
  (await contests.onCard(ana, thread))?.rejection?.exemptionId ?? null;
const again = (exemptionId: string | null, amount = AMOUNT, to = thread): Promise<Answer> =>
  contests.say(ana, 'payments', {
    threadId: to,
    amount: { amount, currency: 'EUR' },
    funding: { source: 'balance' },
    exemptionId,
  });
const overturned = async (): Promise<string> => {
  await reject();
  await appeal();
  expect((await contests.decide(rosa, paymentId, 'granted')).status).toBe(200);
  return String(await exemption());
};

test('overturned by another reviewer, and sent again once without the same review', async () => {
  await reject();
  expect((await contests.onCard(ana, thread))?.rejection?.state).toBe('possible');
  expect((await appeal()).body.rejection.state).toBe('appealed');
  expect(outcome(await contests.decide(riley, paymentId, 'granted'))).toEqual([
    403,
    'contest_decided_before',
  ]);
  expect((await contests.decide(rosa, paymentId, 'granted')).status).toBe(200);
  const id = await exemption();
  expect(outcome(await again(null))).toEqual([201, 'held']);
  expect(outcome(await again(id, '121.00'))).toEqual([422, 'exemption_differs']);
  const other = await world.thread([ana, await world.person()]);
  expect(outcome(await again(id, AMOUNT, other))).toEqual([422, 'exemption_differs']);
  expect(outcome(await again(id))).toEqual([201, 'completed']);
  expect(outcome(await again(id))).toEqual([409, 'exemption_used']);
  expect(await world.available(ben)).toBe(AMOUNT);
});

test('twenty at once with one exemption: one is made', async () => {
  const id = await overturned();
  const answers = await Promise.all(Array.from({ length: 20 }, () => again(id)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(await world.available(ben)).toBe(AMOUNT);
});

test('another rule than the one that held it is heeded as ever', async () => {
  const id = await overturned();
  for (let send = 0; send < 4; send++) await world.send(ana, thread, '1.00');
  expect(outcome(await again(id))).toEqual([201, 'held']);
});

test("somebody else's, and one whose time is over", async () => {
  const id = await overturned();
  const mallory = await world.person({ balance: '500.00' });
  const theirs = await world.thread([mallory, ben]);
  const body = {
    threadId: theirs,
    amount: { amount: AMOUNT, currency: 'EUR' },
    funding: { source: 'balance' },
    exemptionId: id,
  };
  expect(outcome(await contests.say(mallory, 'payments', body))).toEqual([
    404,
    'exemption_unknown',
  ]);
  expect(outcome(await contests.atDay(7.01, () => again(id)))).toEqual([422, 'exemption_expired']);
});

test('upheld, or not decided in time: it stays rejected, and is appealed once', async () => {
  await reject();
  await appeal();
  expect(outcome(await appeal())).toEqual([409, 'appeal_exists']);
  await contests.after(7.01);
  expect((await contests.onCard(ana, thread))?.rejection?.state).toBe('upheld');
  expect(outcome(await appeal())).toEqual([409, 'appeal_exists']);
});

test.each<[string, () => Promise<Answer>, unknown[]]>([
  ['what is still held', () => appeal(), [409, 'appeal_not_rejected']],
  [
    'by the payee',
    async () => {
      await reject();
      return appeal(ben);
    },
    [403, 'contest_not_payer'],
  ],
  [
    'after fourteen days',
    async () => {
      await reject();
      return contests.atDay(14.01, () => appeal());
    },
    [422, 'appeal_too_late'],
  ],
  [
    'what the clock rejected',
    async () => {
      await world.sql(`UPDATE fraud.cases SET review_by = now() WHERE candidate_id = $1`, [
        paymentId,
      ]);
      await contests.after(1.1);
      return appeal();
    },
    [409, 'appeal_not_rejected'],
  ],
])('refused: %s', async (_case, attempt, expected) => {
  expect(outcome(await attempt())).toEqual(expected);
});
