// What keeps an account from being closed: money in it, and whatever is still under way between its owner
// and somebody else.
import { type Database, rows } from '../../shared/database.js';
import type { Obstacle } from '../refusals.js';

// Accounts of a person are owned by their id, or by it and what money is set aside for.
const OBSTACLES: Record<Obstacle, string> = {
  erasure_debt_open: `
    FROM ledger.accounts a WHERE a.owner = $1 AND a.normal_side = 'debit' AND a.balance <> 0`,
  erasure_balance_left: `
    FROM ledger.accounts a
    WHERE (a.owner = $1 OR a.owner LIKE $1 || ':%') AND a.normal_side = 'credit'
      AND (a.balance <> 0 OR a.held <> 0 OR a.incoming <> 0)`,
  erasure_payment_open: `
    FROM payments.payments p WHERE $1 IN (p.payer_id, p.payee_id)
     AND p.state NOT IN ('completed', 'returned', 'undone', 'failed', 'rejected')`,
  erasure_gift_open: `
    FROM payments.gifts g WHERE g.giver_id = $1 AND g.state = 'open'`,
  erasure_top_up_open: `
    FROM payments.top_ups t WHERE t.person_id = $1 AND (t.state IN ('charging', 'authenticating')
     OR EXISTS (SELECT FROM payments.refunds r
                 WHERE r.payment_id = t.id AND r.state IN ('requested', 'pending'))
     OR EXISTS (SELECT FROM payments.disputes d
                 WHERE d.payment_id = t.id AND d.state IN ('inquiry', 'open')))`,
  erasure_request_open: `
    FROM payments.requests q WHERE $1 IN (q.requester_id, q.payer_id) AND q.state = 'open'`,
  erasure_schedule_open: `
    FROM payments.schedules s WHERE s.payer_id = $1 AND (s.state IN ('active', 'paused') OR EXISTS (
      SELECT FROM payments.schedule_occurrences o WHERE o.schedule_id = s.id AND o.state = 'claimed'))`,
  erasure_refund_open: `
    FROM payments.payments p JOIN payments.refunds r ON r.payment_id = p.id
    WHERE $1 IN (p.payer_id, p.payee_id) AND r.state IN ('requested', 'pending')`,
  erasure_dispute_open: `
    FROM payments.payments p JOIN payments.disputes d ON d.payment_id = p.id
    WHERE $1 IN (p.payer_id, p.payee_id) AND d.state IN ('inquiry', 'open')`,
  erasure_contest_open: `
    FROM payments.payments p WHERE $1 IN (p.payer_id, p.payee_id) AND (
      EXISTS (SELECT FROM payments.ask_backs a WHERE a.payment_id = p.id AND a.state IN ('asked', 'escalated'))
      OR EXISTS (SELECT FROM payments.reports r WHERE r.payment_id = p.id
                  AND r.state IN ('examined', 'granted', 'appealed'))
      OR EXISTS (SELECT FROM payments.contest_cases c WHERE c.payment_id = p.id AND c.state = 'open'))`,
  erasure_cash_out_open: `
    FROM payments.cash_outs c WHERE c.person_id = $1
     AND c.state IN ('requested', 'moved', 'in_transit', 'cancelling')`,
};

/** The first thing that is in the way; undefined when nothing is. */
export async function obstacleOf(db: Database, personId: string): Promise<Obstacle | undefined> {
  const cases = Object.entries(OBSTACLES).map(
    ([code, where]) => `WHEN EXISTS (SELECT ${where}) THEN '${code}'`,
  );
  const [found] = await rows<{ code: Obstacle | null }>(
    db,
    `SELECT CASE ${cases.join(' ')} END AS code`,
    [personId],
  );
  return found?.code ?? undefined;
}
