// The processor is away: it hangs, it refuses connections, or it answers nothing but 500. Whoever pays
// from a balance does not notice. Whoever pays with a card is told "checking" at first, and, once it
// is known that the processor does not answer, at once and truly that cards cannot be charged. When it
// is back everything that was begun is finished, and cards can be charged again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { startSimulator } from '../../simulator/server.js';
import { age, entriesOf, intentsOf, pathOf, readyToPay, sweep } from '../support/card-payment.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const SENDS_AT_ONCE = 40;
// Far more than a send takes on a busy machine, far less than anything that waits for the processor.
const AT_ONCE_MS = 5000;

// So long nobody is let through.
const REST_MS = 5100;

interface Outage {
  /** Where the processor writes down what it knows, when it is to come back. */
  readonly data?: string;
  readonly begin: (world: World) => Promise<void>;
  readonly end: (world: World) => Promise<void>;
}

const failing = (mode: string, more: object = {}): Outage => ({
  begin: async (world) => {
    for (const method of ['GET', 'POST']) {
      await world.control('faults', { path: '*', method, mode, times: 0, ...more });
    }
  },
  end: async ({ simulator }) => {
    await fetch(`${simulator.url}/_simulator/faults`, { method: 'DELETE' });
  },
});

/** It is not there at all, and comes back knowing what it knew. */
function away(data: string): Outage {
  return {
    data,
    begin: ({ simulator }) => simulator.stop(),
    end: async ({ simulator: { host, port }, url }) => {
      const again = await startSimulator({
        host,
        port,
        data,
        webhookUrl: `${url}/webhooks/stripe`,
      });
      stopLater.push(again);
    },
  };
}

const folder = mkdtempSync(path.join(tmpdir(), 'outage-'));
const journal = path.join(folder, 'journal');
const stopLater: { stop(): Promise<void> }[] = [];
afterAll(async () => {
  for (const each of stopLater) await each.stop();
  rmSync(folder, { recursive: true });
});

interface Person extends TestPerson {
  readonly thread: string;
  readonly cardId: string;
}

const OUTAGES: Record<string, Outage> = {
  'answers 500': failing('error_500_before'),
  'refuses connections': away(journal),
  'takes calls and never answers': failing('hang', { after: false }),
};

interface Timed {
  readonly outcome: string;
  readonly ms: number;
}

async function timed(send: PromiseLike<Answer>): Promise<Timed & { answer: Answer }> {
  const from = Date.now();
  const answer = await send;
  const { status, body } = answer;
  const outcome = `${String(status)} ${String(body.code ?? body.state)}`;
  return { outcome, ms: Date.now() - from, answer };
}

/** Many sends from balances at the same time. */
function fromBalances(world: World, people: readonly Person[]): Promise<Timed[]> {
  return Promise.all(
    Array.from({ length: SENDS_AT_ONCE }, (_, index) => {
      const payer = people[index % people.length] as Person;
      return timed(world.send(payer, payer.thread, '0.10'));
    }),
  );
}

async function expectService(sends: Promise<Timed[]>): Promise<void> {
  const done = await sends;
  expect(new Set(done.map(({ outcome }) => outcome))).toEqual(new Set(['201 completed']));
  expect(Math.max(...done.map(({ ms }) => ms))).toBeLessThan(AT_ONCE_MS);
}

test.each(Object.entries(OUTAGES))(
  'the processor %s',
  async (_what, { data, begin, end }) => {
    const world = await World.start({ simulator: data === undefined ? {} : { data } });
    try {
      const people: Person[] = [];
      const ben = await world.person();
      for (let each = 0; each < 10; each++) {
        const it = await readyToPay(world);
        await world.fund(it.ana, '50.00');
        const thread = await world.thread([it.ana, ben]);
        people.push({ ...it.ana, thread, cardId: it.cardId });
      }
      await expectService(fromBalances(world, people));
      await begin(world);
      const byCard = (person: Person, key: string = randomUUID()) =>
        timed(world.send(person, person.thread, '20.00', { cardId: person.cardId, key }));
      // The first ones find out; meanwhile balances have full service.
      const first = people.slice(0, 8);
      const finding = Promise.all(first.map((person) => byCard(person)));
      await expectService(fromBalances(world, people));
      const found = await finding;
      expect(found.map(({ outcome }) => outcome)).toEqual(first.map(() => '202 funding'));
      // Now it is known, and told at once.
      const [told] = people.slice(8) as [Person];
      const key = randomUUID();
      const refused = await byCard(told, key);
      expect(refused.outcome).toBe('503 card_payments_unavailable');
      expect(refused.ms).toBeLessThan(AT_ONCE_MS);
      await expectService(fromBalances(world, people));
      // After a rest one is let through to find out. Whoever comes meanwhile does not wait for that.
      await new Promise((done) => setTimeout(done, REST_MS));
      const prober = people[9] as Person;
      const asks = byCard(prober);
      await until(async () => {
        const made = 'SELECT FROM payments.payments WHERE payer_id = $1 AND card_id IS NOT NULL';
        return (await world.sql(made, [prober.id])).length > 0;
      }, 'the one that finds out is made');
      await new Promise((done) => setTimeout(done, 300));
      const meanwhile = await byCard(told);
      expect(meanwhile.ms).toBeLessThan(AT_ONCE_MS);
      expect(meanwhile.outcome).toBe('503 card_payments_unavailable');
      // Sweeping meanwhile finds out nothing, and says nothing.
      const ids = found.map(({ answer }) => String(answer.body.id));
      for (const id of ids) expect(await pathOf(world, id)).toEqual(['funding']);
      await end(world);
      await until(async () => {
        for (const id of ids) await age(world, id);
        await sweep(world);
        const paths = await Promise.all(ids.map((id) => pathOf(world, id)));
        return paths.every((states) => states.at(-1) === 'completed');
      }, 'everything being finished');
      for (const id of ids) {
        expect(await intentsOf(world, id)).toMatchObject([{ status: 'succeeded' }]);
        expect(await entriesOf(world, id)).toEqual({ P2: 1, P3: 1 });
      }
      expect((await asks).outcome).toMatch(/^20[12] /);
      // The refusal was not an answer for ever: the same request is made now.
      const again = await byCard(told, key);
      expect(again.outcome).toBe('201 completed');
      expect(await world.faults()).toEqual([]);
    } finally {
      await world.stop();
    }
  },
  120_000,
);
