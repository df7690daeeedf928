// Real events of forty payments, with refunds, disputes and warnings among them, come to two worlds:
// to one as they happen, to the other shuffled, some twice and all late, after answers that were lost.
// Both end with the same books. (All orders there are, without a processor: news-orders.spec.ts.)
import { randomUUID } from 'node:crypto';
import { ReadMovements } from '../../src/payments/movements/read-movements.js';
import {
  age,
  type CardPayment,
  intentsOf,
  pathOf,
  pay,
  readyToPay,
  sweep,
} from '../support/card-payment.js';
import { atProcessor } from '../support/desk.js';
import { until, World } from '../support/world.js';

// What becomes of a payment: its card, and what the payee or the platform does after it was paid.
interface Story {
  readonly token: string;
  readonly refunds?: readonly string[];
  readonly evidence?: 'winning_evidence' | 'losing_evidence' | 'escalate_inquiry_evidence';
}

const STORIES: readonly Story[] = [
  { token: 'pm_card_visa_debit' },
  { token: 'pm_card_visa', refunds: ['20.00'] },
  { token: 'pm_card_mastercard', refunds: ['3.00', '4.50'] },
  { token: 'pm_card_pendingRefund', refunds: ['20.00'] },
  { token: 'pm_card_refundFail', refunds: ['12.34'] },
  { token: 'pm_card_createDispute', evidence: 'winning_evidence' },
  { token: 'pm_card_createDisputeProductNotReceived', evidence: 'losing_evidence' },
  { token: 'pm_card_createDisputeInquiry', evidence: 'escalate_inquiry_evidence' },
  { token: 'pm_card_createIssuerFraudRecord' },
  { token: 'pm_card_chargeCustomerFail' },
];
const ROUNDS = 4;
const PAYMENTS = STORIES.length * ROUNDS;

interface Played extends CardPayment {
  readonly id: string;
  readonly story: Story;
}

const chanceOf = (seed: number) => (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};

interface Pending {
  id: string;
  type: string;
}

const pending = async (world: World): Promise<Pending[]> => {
  const response = await fetch(`${world.simulator.url}/_simulator/webhooks`);
  return ((await response.json()) as { pending: Pending[] }).pending;
};

/** Has every held event delivered in an order of chance, a third of them twice, some late. */
async function deliverShuffled(world: World, seed: number): Promise<number> {
  const chance = chanceOf(seed);
  const held = await pending(world);
  const order = held
    .map((event) => ({ event, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event.id);
  await world.control('webhooks/release', { order });
  for (const id of order.filter(() => chance() < 0.34)) {
    await world.control('webhooks/send', { event: id });
  }
  return order.length;
}

/** Plays all stories up to the point where only time and evidence are missing. */
async function play(world: World, lossy: boolean): Promise<Played[]> {
  const played: Played[] = [];
  for (let index = 0; index < PAYMENTS; index++) {
    const story = STORIES[index % STORIES.length] as Story;
    const it = await readyToPay(world, story.token);
    // Every other answer is lost, so that events and the sweeper are all there is.
    if (lossy && index % 2 === 0) {
      const path = '/v1/payment_intents';
      await world.control('faults', { path, mode: 'error_500_after_effect', times: 2 });
    }
    const answer = await pay(it, '20.00');
    const id = String(answer.body.id ?? (await newestOf(it)));
    played.push({ ...it, id, story });
  }
  return played;
}

async function newestOf({ world, thread }: CardPayment): Promise<string> {
  const [row] = await world.sql<{ id: string }>(
    'SELECT id FROM payments.payments WHERE thread_id = $1',
    [thread],
  );
  return String(row?.id);
}

async function giveBack(world: World, played: readonly Played[]): Promise<void> {
  for (const { ben, id, story } of played) {
    for (const amount of story.refunds ?? []) {
      const body = { reason: 'Not needed', amount: { amount, currency: 'EUR' } };
      const { status } = await world.post(ben, `/v1/payments/${id}/refunds`, body, randomUUID());
      expect(status).toBe(202);
    }
  }
}

async function answerDisputes(world: World, played: readonly Played[]): Promise<void> {
  for (const { id, story } of played) {
    if (story.evidence === undefined) continue;
    const [intent] = await intentsOf(world, id);
    const { data } = await atProcessor(world, `disputes?payment_intent=${String(intent?.id)}`);
    const [dispute] = data as { id: string }[];
    await atProcessor(world, `disputes/${String(dispute?.id)}`, {
      'evidence[uncategorized_text]': story.evidence,
    });
  }
}

/** Waits until every event that came has been worked on and every call is concluded. */
async function settle(world: World): Promise<void> {
  await until(async () => {
    await world.sql(
      `UPDATE payments.processor_events SET next_at = now() - interval '1 second'
        WHERE state = 'waiting'`,
    );
    const open = await world.sql<{ id: string }>(
      'SELECT subject_id AS id FROM payments.processor_calls WHERE concluded_at IS NULL',
    );
    for (const { id } of open) await age(world, id);
    await sweep(world);
    const [row] = await world.sql<{ n: number }>(
      `SELECT (SELECT count(*) FROM payments.processor_calls WHERE concluded_at IS NULL)::int
            + (SELECT count(*) FROM payments.processor_events WHERE state = 'waiting')::int AS n`,
    );
    return row?.n === 0;
  }, 'everything being told');
}

/** What the books say at the end: balances by account, and how many entries of each template. */
async function booksOf(world: World): Promise<unknown> {
  await world.app.get(ReadMovements).run();
  const balances = await world.sql(
    `SELECT a.code, a.currency,
            sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END)::text AS balance
       FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
      GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const entries = await world.sql(
    `SELECT template, count(*)::int AS n FROM ledger.entries
      WHERE template <> 'P4' GROUP BY 1 ORDER BY 1`,
  );
  const [rest] = await world.sql(
    `SELECT (SELECT count(*) FROM payments.movements WHERE entry IS NULL)::int AS unexplained,
            (SELECT count(*) FROM payments.breaks)::int AS breaks,
            (SELECT count(*) FROM payments.processor_events WHERE state = 'dead')::int AS dead`,
  );
  const disputes = await world.sql(
    `SELECT state::text, count(*)::int AS n, sum(withdrawn)::text AS withdrawn,
            sum(returned)::text AS returned FROM payments.disputes GROUP BY 1 ORDER BY 1`,
  );
  const refunds = await world.sql(
    `SELECT state::text, count(*)::int AS n, sum(amount)::text AS amount
       FROM payments.refunds GROUP BY 1 ORDER BY 1`,
  );
  const [{ n: warnings } = { n: -1 }] = await world.sql<{ n: number }>(
    'SELECT count(*)::int AS n FROM payments.fraud_warnings',
  );
  return { balances, entries, rest, disputes, refunds, warnings };
}

/** One world from the first payment to the last event. */
async function run(world: World, seed: number | null): Promise<unknown> {
  const stage = async (): Promise<void> => {
    if (seed !== null) await deliverShuffled(world, seed);
    await settle(world);
  };
  await world.control('webhooks', { mode: seed === null ? 'auto' : 'hold' });
  const played = await play(world, seed !== null);
  if (seed !== null) await world.control('clock', { advanceSeconds: 10 });
  await stage();
  await giveBack(world, played);
  await settle(world);
  await answerDisputes(world, played);
  await world.control('clock', { advanceSeconds: 30 });
  await stage();
  await stage();
  for (const { id, story } of played) {
    const end = story.token === 'pm_card_chargeCustomerFail' ? 'failed' : 'completed';
    expect(await pathOf(world, id)).toEqual(['funding', end]);
  }
  expect(await world.faults()).toEqual([]);
  return booksOf(world);
}

test('shuffled, twice, late: the same books as in order', async () => {
  const worlds = await Promise.all([World.start(), World.start()]);
  try {
    const [inOrder, ...shuffled] = await Promise.all(
      worlds.map((world, index) => run(world, index === 0 ? null : 7919)),
    );
    for (const books of shuffled) expect(books).toEqual(inOrder);
    expect(inOrder).toMatchObject({
      rest: { unexplained: 0, breaks: 0, dead: 0 },
      warnings: ROUNDS,
      refunds: [
        { state: 'failed', n: ROUNDS },
        { state: 'succeeded', n: 4 * ROUNDS },
      ],
    });
  } finally {
    await Promise.all(worlds.map((world) => world.stop()));
  }
}, 180_000);
