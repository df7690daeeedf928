// What cannot be applied is tried again and in the end lies in the inbox as a dead letter, until a
// person has it worked on again; and what never came is found by listing.
import { randomUUID } from 'node:crypto';
import { ReadFeed } from '../../src/payments/inbox/read-feed.js';
import { entriesOf, pathOf, pay, readyToPay, sweep } from '../support/card-payment.js';
import { InboxUnderTest, type ProcessorEvent } from '../support/inbox.js';
import { traces } from '../support/traces.js';
import { until, World } from '../support/world.js';

let world: World;
let inbox: InboxUnderTest;

beforeAll(async () => {
  world = await World.start();
  inbox = await InboxUnderTest.of(world);
});
afterAll(() => world.stop());
beforeEach(() => world.control('webhooks', { mode: 'drop' }));
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

describe('what cannot be applied', () => {
  /** An event about an intent that the processor does not know. */
  const hopeless = (): ProcessorEvent =>
    inbox.made({ data: { object: { id: `pi_${randomUUID()}`, object: 'payment_intent' } } });

  const makeDue = (ids: readonly string[]): Promise<unknown> =>
    world.sql(
      `UPDATE payments.processor_events SET next_at = now() - interval '1 second'
        WHERE id = ANY($1) AND state = 'waiting'`,
      [ids],
    );

  async function kill(...events: ProcessorEvent[]): Promise<void> {
    const ids = events.map(({ id }) => id);
    for (const event of events) await inbox.deliver(JSON.stringify(event));
    await until(async () => {
      await world.sql('UPDATE payments.processor_events SET attempts = 9 WHERE id = ANY($1)', [
        ids,
      ]);
      await makeDue(ids);
      await sweep(world);
      const views = await Promise.all(ids.map((id) => inbox.viewOf(id)));
      return views.every((view) => view?.state === 'dead');
    }, 'the last attempt');
  }

  test('is tried again after longer and longer pauses, and then is a dead letter', async () => {
    const event = hopeless();
    await inbox.deliver(JSON.stringify(event));
    const pauses: number[] = [];
    for (let attempt = 1; attempt < 10; attempt++) {
      await until(async () => (await inbox.viewOf(event.id))?.attempts === attempt, 'the attempt');
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
    await inbox.becomes(event.id, 'dead');
    expect(await inbox.viewOf(event.id)).toMatchObject({
      attempts: 10,
      nextAt: null,
      appliedAt: null,
    });
    expect((await inbox.viewOf(event.id))?.lastError).toContain('No such payment_intent');
    expect((await inbox.page('?state=dead')).events.map(({ id }) => id)).toContain(event.id);
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
    const event = await inbox.newestEvent('payment_intent.succeeded');
    await world.sql(`
      CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the books are closed'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON payments.payments
        FOR EACH ROW EXECUTE FUNCTION public.refuse()`);
    await kill(event);
    expect((await inbox.viewOf(event.id))?.lastError).toContain('the books are closed');
    expect(await pathOf(world, id)).toEqual(['funding']);
    await world.sql('DROP TRIGGER refuse ON payments.payments');
    const replayed = await world.post(inbox.fay, `/v1/finance/events/${event.id}/replay`, {});
    expect([replayed.status, replayed.body]).toEqual([200, { replayed: 1 }]);
    await inbox.becomes(event.id, 'applied');
    expect(await pathOf(world, id)).toEqual(['funding', 'completed']);
    expect(await entriesOf(world, id)).toEqual({ P2: 1, P3: 1 });
  });

  test('does not die of a processor that does not answer', async () => {
    const path = `/v1/payment_intents/${inbox.intentId}`;
    await world.control('faults', { path, method: 'GET', mode: 'reset', times: 8 });
    const event = inbox.made();
    await inbox.deliver(JSON.stringify(event));
    await until(async () => (await inbox.viewOf(event.id))?.lastError != null, 'the first attempt');
    for (let round = 0; round < 3; round++) {
      await world.sql('UPDATE payments.processor_events SET attempts = 9 WHERE id = $1', [
        event.id,
      ]);
      await makeDue([event.id]);
      await sweep(world);
      expect((await inbox.viewOf(event.id))?.state).toBe('waiting');
    }
    await fetch(`${world.simulator.url}/_simulator/faults`, { method: 'DELETE' });
    await makeDue([event.id]);
    await sweep(world);
    await inbox.becomes(event.id, 'applied');
  });

  test('and a whole range: the dead ones, or all', async () => {
    const from = new Date().toISOString();
    const [one, other] = [hopeless(), hopeless()];
    const good = inbox.made();
    await inbox.deliver(JSON.stringify(good));
    await inbox.becomes(good.id, 'applied');
    await kill(one, other);
    const replay = (body: object) => world.post(inbox.fay, '/v1/finance/events/replay', body);
    expect((await replay({ from })).body).toEqual({ replayed: 2 });
    expect((await inbox.viewOf(good.id))?.state).toBe('applied');
    await makeDue([one.id, other.id]);
    await sweep(world);
    expect(await inbox.viewOf(one.id)).toMatchObject({
      state: 'waiting',
      lastError: expect.any(String),
    });
    world.simulator.requests.clear();
    const before = await traces(world);
    expect((await replay({ from, deadOnly: false })).body).toEqual({ replayed: 1 });
    await until(
      () => world.simulator.requests.count('GET', `/v1/payment_intents/${inbox.intentId}`) > 0,
      'the good one being worked on again',
    );
    expect(await traces(world)).toEqual(before);
    expect((await replay({ from, until: from })).body).toEqual({ replayed: 0 });
  });

  test('an event nobody knows cannot be replayed', async () => {
    const { status, body } = await world.post(
      inbox.fay,
      '/v1/finance/events/evt_nobody/replay',
      {},
    );
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
    const event = await inbox.newestEvent('payment_intent.succeeded');
    expect(await inbox.viewOf(event.id)).toMatchObject({ foundBy: 'listing' });
    const { counts } = await inbox.page();
    await feed.run();
    expect((await inbox.page()).counts.map(({ count }) => count).reduce((a, b) => a + b)).toBe(
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
      (await inbox.page()).counts.reduce((sum, { count }) => sum + count, 0);
    const before = await known();
    await readyToPay(world);
    await world.app.get(ReadFeed).run();
    expect(await known()).toBeGreaterThan(before);
  });
});
