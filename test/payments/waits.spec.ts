// Payments that wait: to be undone, to arrive, to be accepted, for a reviewer. What each of the two sees
// and can do, what the clock does, and that limits, requests and a card's money follow.
import { randomUUID } from 'node:crypto';
import type { RefundView } from '../../src/payments/contract.js';
import { Chatter } from '../support/chatter.js';
import { until, World } from '../support/world.js';
import { type Sending, type Two, Waits } from '../support/waits.js';

const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 150n };

let world: World;
let waits: Waits;

beforeAll(async () => {
  world = await World.start({ config: { velocity } });
  waits = new Waits(world);
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const sentLately = async (personId: string): Promise<string> => {
  const [row] = await world.sql<{ total: string }>(
    'SELECT coalesce(sum(amount), 0)::text AS total FROM payments.sent_hourly WHERE payer_id = $1',
    [personId],
  );
  return row?.total ?? '0';
};

describe('the undo window', () => {
  test('sets a balance aside, is the payer’s alone, and is undone once', async () => {
    const two = await waits.two({ card: null });
    const answer = await waits.send(two, { undoSeconds: 60 });
    expect([answer.status, answer.body.state]).toEqual([202, 'sending']);
    const id = String(answer.body.id);
    expect(await waits.seenBy(two.ben, id)).toBeUndefined();
    expect((await world.get(two.ben, `/v1/threads/${two.thread}/messages`)).text).not.toContain(id);
    expect(await world.available(two.ana)).toBe('180.00');
    expect((await waits.send(two, { amount: '190.00' })).body).toMatchObject({
      code: 'insufficient_funds',
    });
    expect(await sentLately(two.ana.id)).toBe('2000');
    expect((await waits.say(two.ben, id, 'undo')).status).toBe(404);
    const key = randomUUID();
    const first = await waits.say(two.ana, id, 'undo', key);
    expect([first.status, first.body.state]).toEqual([200, 'undone']);
    expect((await waits.say(two.ana, id, 'undo', key)).text).toBe(first.text);
    expect((await waits.say(two.ana, id, 'undo')).body).toMatchObject({ code: 'undo_over' });
    expect(await world.available(two.ana)).toBe('200.00');
    expect(await sentLately(two.ana.id)).toBe('0');
    expect(await waits.seenBy(two.ben, id)).toBeUndefined();
  });

  test('ends by itself, within a second or two of its time, as a send without one', async () => {
    const two = await waits.two();
    const plain = await waits.sent(two, { undoSeconds: 60 }, 'sending');
    const byCard = await waits.sent(two, { undoSeconds: 60, from: 'card' }, 'sending');
    const [calls] = await world.sql<{ n: number }>(
      'SELECT count(*)::int AS n FROM payments.processor_calls WHERE subject_id = $1',
      [byCard],
    );
    expect(calls?.n).toBe(0);
    await waits.overdue(plain, 'sending');
    await waits.overdue(byCard, 'sending');
    expect((await waits.say(two.ana, plain, 'undo')).body.code ?? 'undo_over').toBe('undo_over');
    await waits.reaches(two.ben, plain, 'completed');
    await waits.reaches(two.ben, byCard, 'completed');
    expect(await world.available(two.ben)).toBe('40.00');
  });
});

describe('money that waits for its payee', () => {
  test('is nobody’s to spend, is accepted once, and both know', async () => {
    const two = await waits.two({ card: null });
    await waits.acceptEach(two.ben);
    const answer = await waits.send(two, {});
    expect([answer.status, answer.body.state]).toEqual([201, 'waiting']);
    const id = String(answer.body.id);
    const seen = await waits.seenBy(two.ben, id);
    const days = (Date.parse(String(seen?.expiresAt)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect([await world.available(two.ana), await world.available(two.ben)]).toEqual([
      '180.00',
      '0.00',
    ]);
    expect((await waits.say(two.ana, id, 'accept')).status).toBe(404);
    const yes = await waits.say(two.ben, id, 'accept');
    expect([yes.status, yes.body.state]).toEqual([200, 'completed']);
    expect(await world.available(two.ben)).toBe('20.00');
    for (const word of ['accept', 'decline'] as const) {
      expect((await waits.say(two.ben, id, word)).body).toMatchObject({ code: 'claim_over' });
    }
    expect((await waits.say(two.ana, id, 'cancel')).body).toMatchObject({ code: 'cancel_over' });
    expect((await world.get(two.ana, `/v1/payments/${id}/receipt`)).status).toBe(200);
  });

  test('goes back to the card that paid it, by a refund', async () => {
    const two = await waits.two();
    await waits.acceptEach(two.ben);
    const id = await waits.sent(two, { from: 'card' }, 'waiting');
    expect((await waits.say(two.ben, id, 'decline')).body).toMatchObject({
      state: 'returned',
      returned: 'declined',
      refunded: '20.00',
    });
    const refunds = await until(async () => {
      const { body } = await world.get(two.ana, `/v1/payments/${id}/refunds`);
      const { refunds: found } = body as { refunds: RefundView[] };
      return found[0]?.state === 'succeeded' ? found : undefined;
    }, 'the card being given its money');
    expect(refunds).toMatchObject([{ destination: 'card', amount: { amount: '20.00' } }]);
    expect([await world.available(two.ana), await world.available(two.ben)]).toEqual([
      '200.00',
      '0.00',
    ]);
  });

  test('both are told a day before, once, and it goes back at its time', async () => {
    const two = await waits.two({ card: null });
    await waits.acceptEach(two.ben);
    const id = await waits.sent(two, {}, 'waiting');
    await world.sql(
      "UPDATE payments.payments SET expires_at = now() + interval '23 hours' WHERE id = $1",
      [id],
    );
    await Promise.all([waits.tick(), waits.tick(), waits.sweep()]);
    const told = (): Promise<{ person_id: string; kind: string }[]> =>
      world.sql(
        `SELECT person_id, kind FROM notifications.notifications
          WHERE subject_id = $1 AND kind IN ('payment_expiring', 'payment_returned') ORDER BY kind`,
        [id],
      );
    await until(async () => (await told()).length === 2, 'both being told');
    await waits.tick();
    await waits.overdue(id, 'waiting');
    await waits.reaches(two.ana, id, 'returned');
    expect((await waits.seenBy(two.ben, id))?.returned).toBe('expired');
    await until(async () => (await told()).length === 4, 'both being told of the end');
    expect(await world.available(two.ana)).toBe('200.00');
  });

  test('waits for whoever has yet to show that an address is theirs', async () => {
    const two = await waits.two({ card: null });
    await world.sql('UPDATE identity.people SET email = $2 WHERE id = $1', [
      two.ben.id,
      'ben@example.org',
    ]);
    const id = await waits.sent(two, {}, 'waiting');
    expect((await waits.say(two.ben, id, 'accept')).body).toMatchObject({
      code: 'claim_needs_email',
    });
    await world.sql('UPDATE identity.people SET email_verified_at = now() WHERE id = $1', [
      two.ben.id,
    ]);
    expect((await waits.say(two.ben, id, 'accept')).body).toMatchObject({ state: 'completed' });
  });
});

describe('requests', () => {
  const ask = async (two: Two, amount: string): Promise<{ id: string; revision: number }> => {
    for (const person of [two.ana, two.ben]) {
      await new Chatter(world).said(person, two.thread, 'hello');
    }
    const { status, body } = await world.post(
      two.ben,
      '/v1/requests',
      { threadId: two.thread, amount: { amount, currency: 'EUR' } },
      randomUUID(),
    );
    expect([status, body.state]).toEqual([201, 'open']);
    return { id: String(body.id), revision: Number(body.revision) };
  };
  const stands = async (two: Two, id: string): Promise<[string, string]> => {
    const { body } = await world.get(two.ana, `/v1/requests/${id}`);
    return [String(body.state), String(body.left)];
  };

  test('a payment takes its part while it waits, and gives it back when it is undone or returned', async () => {
    const two = await waits.two({ card: null });
    const request = await ask(two, '20.00');
    const first = await waits.sent(two, { request, undoSeconds: 60 }, 'sending');
    expect((await waits.send(two, { request })).body.code).toMatch(/^request_/);
    await waits.say(two.ana, first, 'undo');
    expect((await stands(two, request.id))[0]).toBe('open');
    const later = await waits.sent(two, { request, delay: '2h' }, 'arriving');
    expect((await stands(two, request.id))[0]).toBe('open');
    await waits.say(two.ana, later, 'recall');
    // Whoever asked for the money need not accept it.
    await waits.acceptEach(two.ben);
    await waits.sent(two, { request }, 'completed');
    expect((await stands(two, request.id))[0]).toBe('paid');
  });
});

describe('what cannot be asked for', () => {
  test('arrivals too early, too late, twice, or without a zone', async () => {
    const two = await waits.two();
    const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    const codeOf = async (sending: Sending): Promise<unknown> =>
      (await waits.send(two, sending)).body.code;
    expect(await codeOf({ arrivesAt: inDays(8) })).toBe('arrival_not_possible');
    expect(await codeOf({ arrivesAt: inDays(6.5), from: 'card' })).toBe('arrival_not_possible');
    expect(await codeOf({ arrivesAt: inDays(0) })).toBe('arrival_not_possible');
    expect(await codeOf({ arrivesAt: inDays(1), delay: '2h' })).toBe('arrival_not_possible');
    expect(await codeOf({ arrivesAt: '2026-12-24T18:00:00' })).toBe('request_invalid');
    expect(await codeOf({ undoSeconds: 11 as never })).toBe('request_invalid');
    expect((await waits.send(two, { arrivesAt: inDays(6.5) })).body).toMatchObject({
      state: 'arriving',
    });
  });

  test('settings that are none, and words about payments of others', async () => {
    const two = await waits.two({ card: null });
    const bad = [{}, { undoSeconds: 7, acceptEach: true }, { undoSeconds: 15, acceptEach: 'yes' }];
    for (const body of bad) {
      expect((await world.put(two.ana, '/v1/payment-settings', body)).body).toMatchObject({
        code: 'request_invalid',
      });
    }
    const chosen = { undoSeconds: 30, acceptEach: false };
    await world.put(two.ana, '/v1/payment-settings', chosen);
    expect((await world.get(two.ana, '/v1/payment-settings')).body).toEqual(chosen);
    const id = await waits.sent(two, {}, 'sending');
    const stranger = await world.person();
    for (const word of ['undo', 'recall', 'cancel', 'accept', 'decline'] as const) {
      expect((await waits.say(stranger, id, word)).body).toMatchObject({
        code: 'wait_payment_unknown',
      });
    }
  });
});

test('many windows that end at once are ended together', async () => {
  const two = await waits.two({ card: null });
  const ids = await Promise.all(
    Array.from({ length: 120 }, () =>
      waits.sent(two, { amount: '0.10', undoSeconds: 60 }, 'sending'),
    ),
  );
  await world.sql(
    `UPDATE payments.payments SET sends_at = now() - interval '1 second' WHERE id = ANY($1)`,
    [ids],
  );
  await waits.tick();
  await until(async () => (await world.available(two.ben)) === '12.00', 'all having arrived');
  const [gathered] = await world.sql<{ transactions: number }>(
    `SELECT count(DISTINCT xmin::text)::int AS transactions FROM payments.transitions
      WHERE payment_id = ANY($1) AND state = 'completed'`,
    [ids],
  );
  expect(gathered?.transactions).toBeLessThanOrEqual(4);
});
