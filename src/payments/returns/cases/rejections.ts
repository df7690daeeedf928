// What is known of a rejected payment when its payer appeals: when and by whom it was rejected.
import { type Database, rows } from '../../../shared/database.js';

/** When a reviewer rejected the payment; undefined when none did: the clock's no is nobody's mistake. */
export async function rejectedAt(db: Database, paymentId: string): Promise<Date | undefined> {
  const [found] = await rows<{ at: Date }>(
    db,
    // From a card the reviewer's word comes first, and the end follows when the bank has let go.
    `SELECT t.occurred_at AS at FROM payments.transitions t
      WHERE t.payment_id = $1 AND t.state IN ('cancelling', 'rejected')
        AND starts_with(t.cause, 'case ') AND t.actor NOT IN ('clock', 'processor')
      ORDER BY t.number LIMIT 1`,
    [paymentId],
  );
  return found?.at;
}

/** Who rejected it. */
export async function rejectedBy(db: Database, paymentId: string): Promise<string[]> {
  const found = await rows<{ actor: string }>(
    db,
    `SELECT DISTINCT t.actor FROM payments.transitions t
      WHERE t.payment_id = $1 AND t.state IN ('cancelling', 'rejected')`,
    [paymentId],
  );
  return found.map(({ actor }) => actor);
}
