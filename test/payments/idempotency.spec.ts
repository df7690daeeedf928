// The key makes a retry harmless: the first answer comes again byte for byte, whatever became of the
// world since; another request under the same key is refused; and of many at once only one is made.
import { randomUUID } from 'node:crypto';
import { traces } from '../support/traces.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let ben: TestPerson;

beforeAll(async () => {
  world = await World.start();
  ben = await world.person();
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

async function payer(balance?: string): Promise<{ person: TestPerson; thread: string }> {
  const person = await world.person(balance === undefined ? {} : { balance });
  return { person, thread: await world.thread([person, ben]) };
}

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];
const isReplay = (answer: Answer): boolean => answer.headers['idempotent-replayed'] === 'true';

function expectReplay(again: Answer, first: Answer): void {
  expect(isReplay(again)).toBe(true);
  expect(again.status).toBe(first.status);
  expect(again.text).toBe(first.text);
  expect(again.headers['content-type']).toBe(first.headers['content-type']);
}

test('same key, same request: the first answer again, byte for byte', async () => {
  const { person, thread } = await payer('20.00');
  const key = randomUUID();
  const first = await world.send(person, thread, '5.00', { key, note: 'tea' });
  expect(first.status).toBe(201);
  expect(isReplay(first)).toBe(false);
  const before = await traces(world);
  // The same money and note, written differently.
  for (const [amount, note] of [
    ['5.00', 'tea'],
    ['5', ' tea '],
    ['05.0', 'tea'],
  ] as const) {
    expectReplay(await world.send(person, thread, amount, { key, note }), first);
  }
  expect(await traces(world)).toEqual(before);
  expect(await world.available(person)).toBe('15.00');
});

test('same key, another request: refused, and the first answer stays', async () => {
  const { person, thread } = await payer('20.00');
  const chloe = await world.person();
  const group = await world.thread([person, ben, chloe], 'Three');
  const key = randomUUID();
  const first = await world.send(person, thread, '5.00', { key });
  const card = await world.card(person);
  const before = await traces(world);
  const others = [
    await world.send(person, thread, '5.01', { key }),
    await world.send(person, thread, '5.00', { key, currency: 'USD' }),
    await world.send(person, thread, '5.00', { key, note: 'more' }),
    await world.send(person, thread, '5.00', { key, cardId: card.id }),
    await world.send(person, group, '5.00', { key, payeeId: ben.id }),
    await world.send(person, thread, '5.00', { key, payeeId: chloe.id }),
  ];
  expect(others.map(outcome)).toEqual(others.map(() => [422, 'idempotency_key_reused']));
  expect(others.map(isReplay)).not.toContain(true);
  expect(await traces(world)).toEqual(before);
  expectReplay(await world.send(person, thread, '5.00', { key }), first);
});

test('one key in two hands is two keys', async () => {
  const [a, b] = [await payer('10.00'), await payer('10.00')];
  const key = randomUUID();
  const answers = [
    await world.send(a.person, a.thread, '3.00', { key }),
    await world.send(b.person, b.thread, '4.00', { key }),
  ];
  expect(answers.map((answer) => [answer.status, isReplay(answer)])).toEqual([
    [201, false],
    [201, false],
  ]);
  expect(await world.available(a.person)).toBe('7.00');
  expect(await world.available(b.person)).toBe('6.00');
});

test('fifty at once with one key make one payment and one answer', async () => {
  const { person, thread } = await payer('100.00');
  const other = await payer('100.00');
  const key = randomUUID();
  const before = await traces(world);
  // Somebody else's send keeps the books busy, so that the fifty are gathered meanwhile.
  const [busy, ...answers] = await Promise.all(
    Array.from({ length: 51 }, (_, index) =>
      index === 0
        ? world.send(other.person, other.thread, '1.00')
        : world.send(person, thread, '2.00', { key }),
    ),
  );
  expect(busy?.status).toBe(201);
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  expect(answers.every((answer) => answer.status === 201)).toBe(true);
  expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
  expect(await traces(world)).toEqual({
    ...before,
    payments: before.payments + 2,
    entries: before.entries + 2,
    messages: before.messages + 2,
    keys: before.keys + 2,
  });
  expect(await world.available(person)).toBe('98.00');
});

test('fifty card payments at once with one key charge once', async () => {
  const { person, thread } = await payer();
  const { id: cardId } = await world.card(person);
  world.simulator.requests.clear();
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => world.send(person, thread, '9.00', { key, cardId })),
  );
  const first = answers.find((answer) => answer.status === 201 && !isReplay(answer));
  for (const answer of answers) {
    if (answer.status === 409) expect(outcome(answer)).toEqual([409, 'request_in_progress']);
    else expect([answer.status, answer.text]).toEqual([201, first?.text]);
  }
  expect(world.simulator.requests.count('POST', '/v1/payment_intents')).toBe(1);
  expectReplay(await world.send(person, thread, '9.00', { key, cardId }), first as Answer);
});

test('while the card is being charged the key answers "in progress"', async () => {
  const { person, thread } = await payer();
  const { id: cardId } = await world.card(person);
  const fault = { path: '/v1/payment_intents', mode: 'delay_ms', ms: 1500 };
  await world.control('faults', fault);
  world.simulator.requests.clear();
  const key = randomUUID();
  const first = world.send(person, thread, '9.00', { key, cardId }).then((answer) => answer);
  await until(() => world.simulator.requests.count('POST', fault.path) === 1, 'the charge');
  const during = await world.send(person, thread, '9.00', { key, cardId });
  expect(outcome(during)).toEqual([409, 'request_in_progress']);
  const other = await world.send(person, thread, '9.50', { key, cardId });
  expect(outcome(other)).toEqual([422, 'idempotency_key_reused']);
  expect((await first).body).toMatchObject({ state: 'completed' });
  expectReplay(await world.send(person, thread, '9.00', { key, cardId }), await first);
  expect(world.simulator.requests.count('POST', fault.path)).toBe(1);
});

test('what was refused stays refused when money comes in', async () => {
  const { person, thread } = await payer('1.00');
  const key = randomUUID();
  const refused = await world.send(person, thread, '5.00', { key });
  expect(outcome(refused)).toEqual([422, 'insufficient_funds']);
  await world.fund(person, '50.00');
  expectReplay(await world.send(person, thread, '5.00', { key }), refused);
  expect((await world.send(person, thread, '5.00')).status).toBe(201);
});

test('a declined card stays declined, and the processor is not asked again', async () => {
  const { person, thread } = await payer();
  const { id: cardId } = await world.card(person, 'pm_card_chargeCustomerFail');
  world.simulator.requests.clear();
  const key = randomUUID();
  const declined = await world.send(person, thread, '5.00', { key, cardId });
  expect(outcome(declined)).toEqual([422, 'card_declined']);
  expectReplay(await world.send(person, thread, '5.00', { key, cardId }), declined);
  expect(world.simulator.requests.count('POST', '/v1/payment_intents')).toBe(1);
});
