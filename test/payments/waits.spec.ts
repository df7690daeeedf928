// Payments that wait: to be undone, to arrive, to be accepted, for a reviewer. What each of the two sees
// and can do, what the clock does, and that limits, requests and a card's money follow.
import { randomUUID } from 'node:crypto';
import { World } from '../support/world.js';
import { Waits } from '../support/waits.js';

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
