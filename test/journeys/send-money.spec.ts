// The main journey over HTTP: one person sends another 20 euros inside their thread from a card, the
// other sends 5 back from the balance, and the books balance.
import type { ThreadChanged } from '../../src/chat/contract.js';
import type { PaymentCard, PaymentView } from '../../src/payments/contract.js';
import { io } from 'socket.io-client';
import { type TestPerson, until, World } from '../support/world.js';

describe('Ana sends Ben 20 euros from a card, Ben sends 5 back', () => {
  let world: World;
  let ana: TestPerson;
  let ben: TestPerson;
  let threadId: string;

  beforeAll(async () => {
    world = await World.start();
    ana = await world.person();
    ben = await world.person();
    threadId = await world.thread([ana, ben]);
  });
  afterAll(() => world.stop());

  test('the card payment completes, live in both threads, and the books balance', async () => {
    const sockets = [ana, ben].map(({ token }) => io(world.url, { auth: { token } }));
    const seen = sockets.map((socket) => {
      const changes: ThreadChanged[] = [];
      socket.on('thread.changed', (change: ThreadChanged) => changes.push(change));
      return changes;
    });
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.once('ready', done))));

    const card = await world.card(ana);
    expect(card).toMatchObject({ brand: 'visa', last4: '5556', funding: 'debit' });
    const sent = await world.send(ana, threadId, '20', { cardId: card.id, note: 'pizza' });
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({
      state: 'completed',
      amount: { amount: '20.00', currency: 'EUR' },
      payer: { handle: ana.handle },
      payee: { handle: ben.handle },
      funding: { source: 'card', last4: '5556' },
    });

    const committed = Date.now();
    const states = (changes: ThreadChanged[]): string[] =>
      changes.map((change) => (change.message.card?.data as PaymentCard).state);
    await until(
      () => seen.every((changes) => states(changes).includes('completed')),
      'the live card',
    );
    expect(Date.now() - committed).toBeLessThan(1000);
    expect(states(seen[1] ?? [])).toEqual(['completed']);
    for (const socket of sockets) socket.close();

    expect(await world.available(ben)).toBe('20.00');
    expect(await world.available(ana)).toBe('0.00');
    for (const person of [ana, ben]) {
      const { body } = await world.get(person, '/v1/activity');
      expect(body).toMatchObject({
        items: [{ payment: { state: 'completed', note: 'pizza' } }],
        next: null,
      });
    }
    expect(await world.faults()).toEqual([]);
  });

  test('the payment back is one transaction and no call to the processor', async () => {
    world.simulator.requests.clear();
    const before = await committed(world);
    const back = await world.send(ben, threadId, '5.00');
    expect(back.status).toBe(201);
    expect(back.body).toMatchObject({ state: 'completed', funding: { source: 'balance' } });
    expect(world.simulator.requests.entries).toEqual([]);
    expect(await writers(world, before)).toBe(1);
    expect(await world.available(ben)).toBe('15.00');
    expect(await world.available(ana)).toBe('5.00');
    expect(await world.faults()).toEqual([]);
  });

  test('what each may see of it differs', async () => {
    const { body } = await world.get(ben, '/v1/activity');
    const [back, received] = (body as { items: { payment: PaymentView }[] }).items;
    expect(back?.payment.funding).toEqual({ source: 'balance' });
    expect(received?.payment.funding).toBeNull();
  });
});

/** The newest transaction id at this moment. */
async function committed(world: World): Promise<string> {
  const [row] = await world.sql<{ id: string }>(
    'SELECT pg_snapshot_xmax(pg_current_snapshot()) AS id',
  );
  return row?.id ?? '0';
}

/** How many transactions since `before` wrote a payment, an entry, a line, a message or an answer. */
async function writers(world: World, before: string): Promise<number> {
  const tables = [
    'payments.payments',
    'payments.transitions',
    'payments.idempotency_keys',
    'ledger.entries',
    'ledger.lines',
    'ledger.accounts',
    'fraud.assessments',
    'chat.messages',
    'chat.threads',
  ];
  const union = tables.map((table) => `SELECT xmin::text AS xid FROM ${table}`).join(' UNION ');
  const [row] = await world.sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM (${union}) x WHERE xid::bigint >= $1::bigint`,
    [before],
  );
  return row?.n ?? -1;
}
