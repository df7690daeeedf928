// The risk team's desk for tests: finding the case of a payment, deciding it, and looking at what
// the books and the processor made of it.
import { randomUUID } from 'node:crypto';
import type { ReviewCaseView } from '../../src/payments/contract.js';
import type { Answer, TestPerson, World } from './world.js';

export type Word = 'release' | 'reject';

/** The case of a payment, in whatever state it is. */
export async function caseOf(
  world: World,
  reviewer: TestPerson,
  paymentId: string,
): Promise<ReviewCaseView> {
  for (const state of ['open', 'released', 'rejected']) {
    const { body } = await world.get(reviewer, `/v1/risk/cases?state=${state}`);
    const { cases } = body as { cases: ReviewCaseView[] };
    const found = cases.find(({ payment }) => payment.id === paymentId);
    if (found !== undefined) return found;
  }
  throw new Error(`${paymentId} has no case`);
}

export const say = async (
  world: World,
  reviewer: TestPerson,
  caseId: string,
  word: Word,
  { reason = 'Called the payer', key = randomUUID() }: { reason?: string; key?: string } = {},
): Promise<Answer> => world.post(reviewer, `/v1/risk/cases/${caseId}/${word}`, { reason }, key);

/** The endings of a payment's hold, `pending` while it has none; empty without a hold. */
export async function holdOf(world: World, paymentId: string): Promise<string[]> {
  const found = await world.sql<{ outcome: string }>(
    `SELECT coalesce(e.outcome::text, 'pending') AS outcome
       FROM ledger.holds h LEFT JOIN ledger.hold_endings e ON e.hold_id = h.id
      WHERE h.reference = $1`,
    [`${paymentId}:review`],
  );
  return found.map((row) => row.outcome);
}

/** The id of the intent behind a card payment. */
export async function intentIdOf(world: World, paymentId: string): Promise<string> {
  const [row] = await world.sql<{ id: string }>(
    'SELECT intent_id AS id FROM payments.charges WHERE payment_id = $1',
    [paymentId],
  );
  if (row === undefined) throw new Error(`${paymentId} has no intent`);
  return row.id;
}

/** An answer of the processor to its own secret key. */
export async function atProcessor(
  world: World,
  path: string,
  form?: Record<string, string>,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${world.simulator.url}/v1/${path}`, {
    headers: { authorization: 'Bearer sk_test_simulator' },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
  return (await response.json()) as Record<string, unknown>;
}
