// The inbox from the outside: what is refused is refused, counted and shown to finance; what came
// before has no second effect; and the same news under another name is known.
import { randomUUID } from 'node:crypto';
import { pay, readyToPay, sweep } from '../support/card-payment.js';
import { InboxUnderTest, nowSeconds, type ProcessorEvent } from '../support/inbox.js';
import { traces } from '../support/traces.js';
import { World } from '../support/world.js';

let world: World;
let inbox: InboxUnderTest;

beforeAll(async () => {
  world = await World.start();
  await pay(await readyToPay(world), '20.00');
  inbox = await InboxUnderTest.of(world);
});
afterAll(() => world.stop());
beforeEach(() => world.control('webhooks', { mode: 'drop' }));
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

describe('refused and counted', () => {
  /** Neither stored nor applied; and finance sees one more of that kind. */
  async function expectRefused(reason: string, act: () => Promise<number>): Promise<void> {
    const before = { counts: (await inbox.page()).counts, ...(await traces(world)) };
    const refused = await inbox.refusedFor(reason);
    expect(await act()).toBe(400);
    expect({ counts: (await inbox.page()).counts, ...(await traces(world)) }).toEqual(before);
    expect(await inbox.refusedFor(reason)).toBe(refused + 1);
  }

  test.each([
    ['forged', 'signature'],
    ['altered', 'signature'],
    ['other_secret', 'signature'],
    ['unsigned', 'signature'],
    ['old', 'too_old'],
    ['future', 'future'],
  ])('%s', async (mode, reason) => {
    const event = await inbox.newestEvent('payment_intent.succeeded');
    await expectRefused(reason, async () => {
      const response = await fetch(`${world.simulator.url}/_simulator/webhooks/send`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ event: event.id, mode }),
      });
      return ((await response.json()) as { status: number }).status;
    });
  });

  test('of live money', () =>
    expectRefused(
      'mode',
      async () => (await inbox.deliver(JSON.stringify(inbox.made({ livemode: true })))).status,
    ));

  test('of a mode that is not said', () =>
    expectRefused(
      'mode',
      async () => (await inbox.deliver(JSON.stringify(inbox.made({ livemode: undefined })))).status,
    ));

  test('of an account that is none of ours', () =>
    expectRefused(
      'account',
      async () =>
        (await inbox.deliver(JSON.stringify(inbox.made({ account: 'acct_somebody' })))).status,
    ));

  // Signed by the processor, yet nothing we can read: a thin event, a truncated one, a mistake.
  test.each<[string, () => string | object]>([
    ['a list', () => []],
    ['null', () => 'null'],
    ['a number', () => '17'],
    ['an empty object', () => ({})],
    ['without data', () => inbox.made({ data: undefined })],
    ['with null for data', () => inbox.made({ data: null })],
    ['with empty data', () => inbox.made({ data: {} })],
    ['with a name for its object', () => inbox.made({ data: { object: 'pi_1' } })],
    ['without an id', () => inbox.made({ id: undefined })],
    ['with a number for an id', () => inbox.made({ id: 7 })],
    ['without a type', () => inbox.made({ type: undefined })],
    ['without a date', () => inbox.made({ created: undefined })],
    ['with words for a date', () => inbox.made({ created: 'yesterday' })],
    ['with a date beyond all calendars', () => inbox.made({ created: 9e15 })],
    ['with a number for an account', () => inbox.made({ account: 7 })],
    ['with a number for its object', () => inbox.made({ data: { object: { id: 7, object: 8 } } })],
  ])('malformed: %s', (_what, make) =>
    expectRefused('malformed', async () => {
      const event = make();
      const text = typeof event === 'string' ? event : JSON.stringify(event);
      return (await inbox.deliver(text)).status;
    }),
  );
});

test('what is no JSON never gets as far as a signature', async () => {
  const before = await inbox.page();
  expect((await inbox.deliver('payment_intent.succeeded')).status).toBe(400);
  expect(await inbox.page()).toEqual(before);
});

test('a zero byte in an event does no harm', async () => {
  const event = inbox.made({
    data: { object: { id: inbox.intentId, object: 'payment_intent', nonce: 'a\u0000b' } },
  });
  expect((await inbox.deliver(JSON.stringify(event))).status).toBe(200);
  await inbox.becomes(event.id, 'applied');
});

test('only finance sees the events', async () => {
  const ana = await world.person();
  expect((await world.get(ana, '/v1/finance/events')).status).toBe(403);
  expect((await world.post(ana, '/v1/finance/events/replay', {})).status).toBe(403);
});

describe('known already', () => {
  test('replayed: taken in with 200, without effect, and counted', async () => {
    const body = JSON.stringify(inbox.made());
    expect((await inbox.deliver(body)).status).toBe(200);
    const { id } = JSON.parse(body) as ProcessorEvent;
    await inbox.becomes(id, 'applied');
    const before = await traces(world);
    const refused = await inbox.refusedFor('replayed');
    world.simulator.requests.clear();
    expect((await inbox.deliver(body)).status).toBe(200);
    expect((await inbox.deliver(body)).status).toBe(200);
    expect(await inbox.refusedFor('replayed')).toBe(refused + 2);
    expect(world.simulator.requests.count('GET', `/v1/payment_intents/${inbox.intentId}`)).toBe(0);
    expect(await traces(world)).toEqual(before);
  });

  test('the same news under another id is a duplicate, and is not worked on', async () => {
    const event = inbox.made();
    const twin = { ...event, id: `evt_${randomUUID()}` };
    await inbox.deliver(JSON.stringify(event));
    await inbox.becomes(event.id, 'applied');
    world.simulator.requests.clear();
    expect((await inbox.deliver(JSON.stringify(twin))).status).toBe(200);
    await inbox.becomes(twin.id, 'duplicate');
    await sweep(world);
    expect(world.simulator.requests.count('GET', `/v1/payment_intents/${inbox.intentId}`)).toBe(0);
  });

  test('what was once so and is so again is news', async () => {
    const at = nowSeconds();
    const event = inbox.made({ created: at - 60 });
    const again = { ...event, id: `evt_${randomUUID()}`, created: at };
    await inbox.deliver(JSON.stringify(event));
    await inbox.becomes(event.id, 'applied');
    world.simulator.requests.clear();
    await inbox.deliver(JSON.stringify(again));
    await inbox.becomes(again.id, 'applied');
    expect(world.simulator.requests.count('GET', `/v1/payment_intents/${inbox.intentId}`)).toBe(1);
  });

  test('a type that nobody reads is stored and ignored', async () => {
    const unknown = inbox.made({
      type: 'climate.order.created',
      data: { object: { id: 'climorder_1' } },
    });
    const odd = inbox.made({ type: 'payment_intent.frobnicated' });
    for (const event of [unknown, odd]) {
      expect((await inbox.deliver(JSON.stringify(event))).status).toBe(200);
      expect((await inbox.viewOf(event.id))?.state).toBe('ignored');
    }
  });
});
