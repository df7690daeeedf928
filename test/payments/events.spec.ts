// The inbox from the outside: what is refused is refused, counted and shown to finance; what came
// before has no second effect; the same news under another name is known; what cannot be applied is
// tried again and in the end lies there as a dead letter, until a person has it worked on again; and
// what never came is found by listing.
import { randomUUID } from 'node:crypto';
import type { ProcessorEventsPage, ProcessorEventView } from '../../src/payments/contract.js';
import { ReadFeed } from '../../src/payments/inbox/read-feed.js';
import { signatureHeader } from '../../simulator/webhooks/sign.js';
import { entriesOf, pathOf, pay, readyToPay, sweep } from '../support/card-payment.js';
import { atProcessor } from '../support/desk.js';
import { traces } from '../support/traces.js';
import { type TestPerson, until, World } from '../support/world.js';

let world: World;
let fay: TestPerson;
let intentId: string;

beforeAll(async () => {
  world = await World.start();
  fay = await world.person({ roles: ['finance'] });
  await pay(await readyToPay(world), '20.00');
  // Nobody here knows this one, so the processor is asked each time it is in the news.
  const form = { amount: '2000', currency: 'eur' };
  intentId = String((await atProcessor(world, 'payment_intents', form)).id);
});
afterAll(() => world.stop());
beforeEach(() => world.control('webhooks', { mode: 'drop' }));
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

interface ProcessorEvent {
  id: string;
  type: string;
  livemode: boolean;
  created: number;
  data: { object: Record<string, unknown> };
}

/** The newest event of a type, as the processor keeps it. */
async function newestEvent(type: string): Promise<ProcessorEvent> {
  const { data } = await atProcessor(world, `events?type=${type}&limit=1`);
  const [event] = data as ProcessorEvent[];
  if (event === undefined) throw new Error(`there is no event ${type}`);
  return event;
}

async function page(query = ''): Promise<ProcessorEventsPage> {
  const { status, body } = await world.get(fay, `/v1/finance/events${query}`);
  expect(status).toBe(200);
  return body as ProcessorEventsPage;
}

async function refusedFor(reason: string): Promise<number> {
  return (await page()).refused.find((each) => each.reason === reason)?.count ?? 0;
}

async function viewOf(id: string): Promise<ProcessorEventView | undefined> {
  return (await page('?limit=100')).events.find((event) => event.id === id);
}

const becomes = (id: string, state: ProcessorEventView['state']): Promise<boolean> =>
  until(async () => (await viewOf(id))?.state === state, `${id} being ${state}`);

/** Posts a text as it is, signed now. */
const deliver = (body: string) =>
  world.http
    .post('/webhooks/stripe')
    .set('content-type', 'application/json')
    .set('stripe-signature', signatureHeader(body, 'whsec_simulator', nowSeconds()))
    .send(body);

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

const made = (changes: object = {}): ProcessorEvent & { object: string } => ({
  id: `evt_${randomUUID()}`,
  object: 'event',
  type: 'payment_intent.succeeded',
  livemode: false,
  created: nowSeconds(),
  data: { object: { id: intentId, object: 'payment_intent', nonce: randomUUID() } },
  ...changes,
});

describe('refused and counted', () => {
  /** Neither stored nor applied; and finance sees one more of that kind. */
  async function expectRefused(reason: string, act: () => Promise<number>): Promise<void> {
    const before = { counts: (await page()).counts, ...(await traces(world)) };
    const refused = await refusedFor(reason);
    expect(await act()).toBe(400);
    expect({ counts: (await page()).counts, ...(await traces(world)) }).toEqual(before);
    expect(await refusedFor(reason)).toBe(refused + 1);
  }

  test.each([
    ['forged', 'signature'],
    ['altered', 'signature'],
    ['other_secret', 'signature'],
    ['unsigned', 'signature'],
    ['old', 'too_old'],
    ['future', 'future'],
  ])('%s', async (mode, reason) => {
    const event = await newestEvent('payment_intent.succeeded');
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
      async () => (await deliver(JSON.stringify(made({ livemode: true })))).status,
    ));

  test('of a mode that is not said', () =>
    expectRefused(
      'mode',
      async () => (await deliver(JSON.stringify(made({ livemode: undefined })))).status,
    ));

  test('of an account that is none of ours', () =>
    expectRefused(
      'account',
      async () => (await deliver(JSON.stringify(made({ account: 'acct_somebody' })))).status,
    ));

  // Signed by the processor, yet nothing we can read: a thin event, a truncated one, a mistake.
  test.each<[string, string | object]>([
    ['a list', []],
    ['null', 'null'],
    ['a number', '17'],
    ['an empty object', {}],
    ['without data', made({ data: undefined })],
    ['with null for data', made({ data: null })],
    ['with empty data', made({ data: {} })],
    ['with a name for its object', made({ data: { object: 'pi_1' } })],
    ['without an id', made({ id: undefined })],
    ['with a number for an id', made({ id: 7 })],
    ['without a type', made({ type: undefined })],
    ['without a date', made({ created: undefined })],
    ['with words for a date', made({ created: 'yesterday' })],
    ['with a date beyond all calendars', made({ created: 9e15 })],
    ['with a number for an account', made({ account: 7 })],
    ['with a number for its object', made({ data: { object: { id: 7, object: 8 } } })],
  ])('malformed: %s', (_what, event) =>
    expectRefused('malformed', async () => {
      const text = typeof event === 'string' ? event : JSON.stringify(event);
      return (await deliver(text)).status;
    }),
  );
});

test('what is no JSON never gets as far as a signature', async () => {
  const before = await page();
  expect((await deliver('payment_intent.succeeded')).status).toBe(400);
  expect(await page()).toEqual(before);
});

test('a zero byte in an event does no harm', async () => {
  const event = made({
    data: { object: { id: intentId, object: 'payment_intent', nonce: 'a\u0000b' } },
  });
  expect((await deliver(JSON.stringify(event))).status).toBe(200);
  await becomes(event.id, 'applied');
});

test('only finance sees the events', async () => {
  const ana = await world.person();
  expect((await world.get(ana, '/v1/finance/events')).status).toBe(403);
  expect((await world.post(ana, '/v1/finance/events/replay', {})).status).toBe(403);
});

describe('known already', () => {
  test('replayed: taken in with 200, without effect, and counted', async () => {
    const body = JSON.stringify(made());
    expect((await deliver(body)).status).toBe(200);
    const { id } = JSON.parse(body) as ProcessorEvent;
    await becomes(id, 'applied');
    const before = await traces(world);
    const refused = await refusedFor('replayed');
    world.simulator.requests.clear();
    expect((await deliver(body)).status).toBe(200);
    expect((await deliver(body)).status).toBe(200);
    expect(await refusedFor('replayed')).toBe(refused + 2);
    expect(world.simulator.requests.count('GET', `/v1/payment_intents/${intentId}`)).toBe(0);
    expect(await traces(world)).toEqual(before);
  });

  test('the same news under another id is a duplicate, and is not worked on', async () => {
    const event = made();
    const twin = { ...event, id: `evt_${randomUUID()}` };
    await deliver(JSON.stringify(event));
    await becomes(event.id, 'applied');
    world.simulator.requests.clear();
    expect((await deliver(JSON.stringify(twin))).status).toBe(200);
    await becomes(twin.id, 'duplicate');
    await sweep(world);
    expect(world.simulator.requests.count('GET', `/v1/payment_intents/${intentId}`)).toBe(0);
  });

  test('what was once so and is so again is news', async () => {
    const at = nowSeconds();
    const event = made({ created: at - 60 });
    const again = { ...event, id: `evt_${randomUUID()}`, created: at };
    await deliver(JSON.stringify(event));
    await becomes(event.id, 'applied');
    world.simulator.requests.clear();
    await deliver(JSON.stringify(again));
    await becomes(again.id, 'applied');
    expect(world.simulator.requests.count('GET', `/v1/payment_intents/${intentId}`)).toBe(1);
  });

  test('a type that nobody reads is stored and ignored', async () => {
    const unknown = made({
      type: 'climate.order.created',
      data: { object: { id: 'climorder_1' } },
    });
    const odd = made({ type: 'payment_intent.frobnicated' });
    for (const event of [unknown, odd]) {
      expect((await deliver(JSON.stringify(event))).status).toBe(200);
      expect((await viewOf(event.id))?.state).toBe('ignored');
    }
  });
});

describe('what cannot be applied', () => {
  /** An event about an intent that the processor does not know. */
  const hopeless = (): ProcessorEvent =>
    made({ data: { object: { id: `pi_${randomUUID()}`, object: 'payment_intent' } } });

  const makeDue = (ids: readonly string[]): Promise<unknown> =>
    world.sql(
      `UPDATE payments.processor_events SET next_at = now() - interval '1 second'
        WHERE id = ANY($1) AND state = 'waiting'`,
      [ids],
    );

  async function kill(...events: ProcessorEvent[]): Promise<void> {
    const ids = events.map(({ id }) => id);
    for (const event of events) await deliver(JSON.stringify(event));
    await until(async () => {
      await world.sql('UPDATE payments.processor_events SET attempts = 9 WHERE id = ANY($1)', [
        ids,
      ]);
      await makeDue(ids);
      await sweep(world);
      const views = await Promise.all(ids.map(viewOf));
      return views.every((view) => view?.state === 'dead');
    }, 'the last attempt');
  }

  test('is tried again after longer and longer pauses, and then is a dead letter', async () => {
    const event = hopeless();
    await deliver(JSON.stringify(event));
    const pauses: number[] = [];
    for (let attempt = 1; attempt < 10; attempt++) {
      await until(async () => (await viewOf(event.id))?.attempts === attempt, 'the attempt');
      const [row] = await world.sql<{ pause: number }>(
        `SELECT round(extract(epoch FROM next_at - now()) / 2)::int AS pause
           FROM payments.processor_events WHERE id = $1`,
        [event.id],
      );
      pauses.push(row?.pause ?? -1);
      await makeDue([event.id]);
      await sweep(world);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    await becomes(event.id, 'dead');
    expect(await viewOf(event.id)).toMatchObject({ attempts: 10, nextAt: null, appliedAt: null });
    expect((await viewOf(event.id))?.lastError).toContain('No such payment_intent');
    expect((await page('?state=dead')).events.map(({ id }) => id)).toContain(event.id);
    world.simulator.requests.clear();
    await sweep(world);
    expect(world.simulator.requests.count('GET')).toBe(0);
  });

  test('works once its reason is gone: replayed alone', async () => {
    const it = await readyToPay(world);
    await world.control('faults', {
      path: '/v1/payment_intents',
      mode: 'drop_connection',
      times: 2,
    });
    const id = String((await pay(it, '20.00')).body.id);
    const event = await newestEvent('payment_intent.succeeded');
    await world.sql(`
      CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the books are closed'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON payments.payments
        FOR EACH ROW EXECUTE FUNCTION public.refuse()`);
    await kill(event);
    expect((await viewOf(event.id))?.lastError).toContain('the books are closed');
    expect(await pathOf(world, id)).toEqual(['funding']);
    await world.sql('DROP TRIGGER refuse ON payments.payments');
    const replayed = await world.post(fay, `/v1/finance/events/${event.id}/replay`, {});
    expect([replayed.status, replayed.body]).toEqual([200, { replayed: 1 }]);
    await becomes(event.id, 'applied');
    expect(await pathOf(world, id)).toEqual(['funding', 'completed']);
    expect(await entriesOf(world, id)).toEqual({ P2: 1, P3: 1 });
  });

  test('does not die of a processor that does not answer', async () => {
    const path = `/v1/payment_intents/${intentId}`;
    await world.control('faults', { path, method: 'GET', mode: 'reset', times: 8 });
    const event = made();
    await deliver(JSON.stringify(event));
    await until(async () => (await viewOf(event.id))?.lastError != null, 'the first attempt');
    for (let round = 0; round < 3; round++) {
      await world.sql('UPDATE payments.processor_events SET attempts = 9 WHERE id = $1', [
        event.id,
      ]);
      await makeDue([event.id]);
      await sweep(world);
      expect((await viewOf(event.id))?.state).toBe('waiting');
    }
    await fetch(`${world.simulator.url}/_simulator/faults`, { method: 'DELETE' });
    await makeDue([event.id]);
    await sweep(world);
    await becomes(event.id, 'applied');
  });

  test('and a whole range: the dead ones, or all', async () => {
    const from = new Date().toISOString();
    const [one, other] = [hopeless(), hopeless()];
    const good = made();
    await deliver(JSON.stringify(good));
    await becomes(good.id, 'applied');
    await kill(one, other);
    const replay = (body: object) => world.post(fay, '/v1/finance/events/replay', body);
    expect((await replay({ from })).body).toEqual({ replayed: 2 });
    expect((await viewOf(good.id))?.state).toBe('applied');
    await makeDue([one.id, other.id]);
    await sweep(world);
    expect(await viewOf(one.id)).toMatchObject({ state: 'waiting', lastError: expect.any(String) });
    world.simulator.requests.clear();
    const before = await traces(world);
    expect((await replay({ from, deadOnly: false })).body).toEqual({ replayed: 1 });
    await until(
      () => world.simulator.requests.count('GET', `/v1/payment_intents/${intentId}`) > 0,
      'the good one being worked on again',
    );
    expect(await traces(world)).toEqual(before);
    expect((await replay({ from, until: from })).body).toEqual({ replayed: 0 });
  });

  test('an event nobody knows cannot be replayed', async () => {
    const { status, body } = await world.post(fay, '/v1/finance/events/evt_nobody/replay', {});
    expect([status, body.code]).toEqual([404, 'event_unknown']);
  });
});

describe('events that never came', () => {
  test('are found by listing, once', async () => {
    const it = await readyToPay(world);
    await world.control('faults', {
      path: '/v1/payment_intents',
      mode: 'drop_connection',
      times: 2,
    });
    const id = String((await pay(it, '20.00')).body.id);
    expect(await pathOf(world, id)).toEqual(['funding']);
    const feed = world.app.get(ReadFeed);
    await Promise.all([feed.run(), feed.run()]);
    await until(async () => (await pathOf(world, id)).at(-1) === 'completed', 'the listing');
    const event = await newestEvent('payment_intent.succeeded');
    expect(await viewOf(event.id)).toMatchObject({ foundBy: 'listing' });
    const { counts } = await page();
    await feed.run();
    expect((await page()).counts.map(({ count }) => count).reduce((a, b) => a + b)).toBe(
      counts.map(({ count }) => count).reduce((a, b) => a + b),
    );
    // It comes by webhook after all.
    await world.control('webhooks/send', { event: event.id });
    expect(await entriesOf(world, id)).toEqual({ P2: 1, P3: 1 });
  });

  test('are found even when the last look was long ago', async () => {
    await world.sql(
      `UPDATE payments.feed_positions SET read_until = now() - interval '20 days' WHERE feed = 'events'`,
    );
    const known = async (): Promise<number> =>
      (await page()).counts.reduce((sum, { count }) => sum + count, 0);
    const before = await known();
    await readyToPay(world);
    await world.app.get(ReadFeed).run();
    expect(await known()).toBeGreaterThan(before);
  });
});
