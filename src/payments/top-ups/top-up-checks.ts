// What must always be true between top-ups, their charges, refunds and the books.
import type { AuditCheck } from '../../shared/audit.js';

export const TOP_UP_CHECKS: readonly AuditCheck[] = [
  {
    name: 'T1',
    statement:
      'A top-up is completed if and only if its card was charged its amount and the books credited its person, once.',
    count: 'SELECT count(*) AS checked FROM payments.top_ups',
    differences: `
      SELECT format('%s: %s of %s, but charged %s and credited %s', t.id, t.state, t.amount,
                    coalesce(c.gross, 0), coalesce(b.credited, 0)) AS difference
        FROM payments.top_ups t
        LEFT JOIN payments.charges c ON c.payment_id = t.id,
             LATERAL (SELECT sum(l.amount) AS credited
                        FROM ledger.entries e
                        JOIN ledger.lines l ON l.entry_id = e.id AND l.side = 'credit'
                        JOIN ledger.accounts a ON a.id = l.account_id
                         AND a.address = 'user.available:' || t.person_id || ':' || t.currency
                       WHERE e.reference = c.charge_id || ':succeeded') b
       WHERE CASE WHEN t.state = 'completed' THEN c.gross IS DISTINCT FROM t.amount
                                               OR b.credited IS DISTINCT FROM t.amount
                  ELSE c.gross IS NOT NULL OR b.credited IS NOT NULL END`,
  },
  {
    name: 'T2',
    statement: 'What a top-up says went back to its card is the sum of its refunds that stand.',
    count: 'SELECT count(*) AS checked FROM payments.top_ups WHERE refunded > 0',
    differences: `
      SELECT format('%s: %s given back, refunds say %s', t.id, t.refunded, coalesce(r.total, 0))
             AS difference
        FROM payments.top_ups t
        LEFT JOIN (SELECT payment_id, sum(amount) AS total FROM payments.refunds
                    WHERE state <> 'withdrawn' GROUP BY 1) r ON r.payment_id = t.id
       WHERE t.refunded <> coalesce(r.total, 0)`,
  },
];
