// What one person has paid another, and how many people began to pay somebody lately.
import { type Database, rows } from '../../shared/database.js';

export interface History {
  /** Payments that arrived. */
  readonly count: number;
  readonly since: Date | null;
  readonly last: Date | null;
}

/** The payments of one person to another that arrived. */
export async function historyBetween(
  db: Database,
  payerId: string,
  payeeId: string,
): Promise<History> {
  const [found] = await rows<History>(
    db,
    `SELECT count(*)::int AS count, min(created_at) AS since, max(created_at) AS last
       FROM payments.payments
      WHERE payer_id = $1 AND payee_id = $2 AND state = 'completed'`,
    [payerId, payeeId],
  );
  return found ?? { count: 0, since: null, last: null };
}

// Enough to say "many"; a shop with thousands of payers is not counted to the end.
const PAYERS_LOOKED_AT = 100;

/** How many different people paid this person for the first time within seven days. */
export async function newPayersOf(db: Database, payeeId: string): Promise<number> {
  const [found] = await rows<{ count: number }>(
    db,
    `SELECT count(*)::int AS count
       FROM (SELECT DISTINCT payer_id FROM payments.payments
              WHERE payee_id = $1 AND state IN ('completed', 'held')
                AND created_at > now() - interval '7 days' LIMIT $2) lately
      WHERE NOT EXISTS (SELECT FROM payments.payments p
                         WHERE p.payer_id = lately.payer_id AND p.payee_id = $1
                           AND p.state = 'completed' AND p.created_at <= now() - interval '7 days')`,
    [payeeId, PAYERS_LOOKED_AT],
  );
  return found?.count ?? 0;
}
