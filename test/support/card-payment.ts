// One card payment under observation: who pays, what is asked, every state it was seen in, and the
// truth at the end, in our books and at the processor.
import { randomUUID } from 'node:crypto';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { atProcessor } from './desk.js';
import { type Answer, type TestPerson, until, type World } from './world.js';

export interface CardPayment {
  readonly world: World;
  readonly ana: TestPerson;
  readonly ben: TestPerson;
  readonly thread: string;
  readonly cardId: string;
}

interface Intent {
  readonly id: string;
  readonly status: string;
  readonly amount_received: number;
  readonly metadata: { readonly payment_id?: string };
}

/** Two people, their thread, and the card of the first. */
export async function readyToPay(world: World, token = 'pm_card_visa_debit'): Promise<CardPayment> {
  const [ana, ben] = [await world.person(), await world.person()];
  const thread = await world.thread([ana, ben]);
  const { id: cardId } = await world.card(ana, token);
  return { world, ana, ben, thread, cardId };
}

/** Sends from the card. */
export const pay = (
  { world, ana, thread, cardId }: CardPayment,
  amount: string,
  key: string = randomUUID(),
): PromiseLike<Answer> => world.send(ana, thread, amount, { cardId, key });

/** The newest payment of a thread, as soon as there is one. */
export async function paymentIn({ world, thread }: CardPayment): Promise<string> {
  return until(async () => {
    const [row] = await world.sql<{ id: string }>(
      'SELECT id FROM payments.payments WHERE thread_id = $1 ORDER BY id DESC LIMIT 1',
      [thread],
    );
    return row?.id;
  }, 'the payment');
}

/** Where it stands, and the states it went through. */
export async function pathOf(world: World, paymentId: string): Promise<string[]> {
  const moves = await world.sql<{ state: string }>(
    'SELECT state::text FROM payments.transitions WHERE payment_id = $1 ORDER BY number',
    [paymentId],
  );
  return moves.map(({ state }) => state);
}

/** The intents that name a payment, at the processor. */
export async function intentsOf(world: World, paymentId: string): Promise<Intent[]> {
  const found = await atProcessor(world, 'payment_intents?limit=100');
  return (found.data as Intent[]).filter(({ metadata }) => metadata.payment_id === paymentId);
}

/** How many entries of each template stand behind a subject, its charges included. */
export async function entriesOf(world: World, subject: string): Promise<Record<string, number>> {
  const found = await world.sql<{ template: string; n: number }>(
    `SELECT e.template, count(*)::int AS n FROM ledger.entries e
      WHERE split_part(e.reference, ':', 1) IN (
              SELECT $1 UNION ALL
              SELECT charge_id FROM payments.charges WHERE payment_id = $1 UNION ALL
              SELECT processor_id FROM payments.refunds WHERE id = $1)
        AND e.template <> 'P4'
      GROUP BY 1 ORDER BY 1`,
    [subject],
  );
  return Object.fromEntries(found.map(({ template, n }) => [template, n]));
}

/** Time passes for an open call: whoever asked has long given up, and it is this old. */
export async function age(world: World, subjectId: string, hours = 0): Promise<void> {
  await world.sql(
    `UPDATE payments.processor_calls
        SET lease_until = now() - interval '31 seconds',
            created_at = created_at - make_interval(hours => $2)
      WHERE subject_id = $1 AND concluded_at IS NULL`,
    [subjectId, hours],
  );
}

export const sweep = (world: World): Promise<void> => world.app.get(Sweeper).sweep();

/** Lets the sweeper ask again, round after round, until `done`. */
export function sweepUntil(
  world: World,
  subjectId: string,
  done: () => Promise<boolean>,
): Promise<boolean> {
  return until(async () => {
    await age(world, subjectId);
    await sweep(world);
    return done();
  }, `the end of ${subjectId}`);
}
