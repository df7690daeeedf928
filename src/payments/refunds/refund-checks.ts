// What must always be true between refunds, their payments and the books.
import type { AuditCheck } from '../../shared/audit.js';

export const REFUND_CHECKS: readonly AuditCheck[] = [
  {
    name: 'R1',
    statement:
      'What a payment says was given back is the sum of its refunds that stand, and never more than was paid.',
    count: 'SELECT count(*) AS checked FROM payments.refunds',
    differences: `
      SELECT format('%s: %s of %s given back, refunds say %s', p.id, p.refunded, p.amount,
                    coalesce(r.total, 0)) AS difference
        FROM payments.payments p
        LEFT JOIN (SELECT payment_id, sum(amount) AS total FROM payments.refunds
                    WHERE state <> 'withdrawn' GROUP BY 1) r ON r.payment_id = p.id
       WHERE p.refunded <> coalesce(r.total, 0) OR p.refunded > p.amount`,
  },
  {
    name: 'R3',
    statement: 'A card is given back at most what it paid.',
    count: 'SELECT count(*) AS checked FROM payments.payments WHERE from_balance > 0',
    differences: `
      SELECT format('%s: the card paid %s and was given back %s', p.id, p.amount - p.from_balance, r.total)
             AS difference
        FROM payments.payments p
        JOIN (SELECT payment_id, sum(amount) AS total FROM payments.refunds
               WHERE destination = 'card' AND state <> 'withdrawn' GROUP BY 1) r ON r.payment_id = p.id
       WHERE p.from_balance > 0 AND r.total > p.amount - p.from_balance`,
  },
  {
    name: 'R2',
    statement:
      'A refund owes the processor its amount until it is taken, and nothing once it has ended.',
    count: 'SELECT count(*) AS checked FROM payments.refunds',
    differences: `
      SELECT format('%s of %s is %s, but %s are still payable', r.id, r.amount, r.state, b.payable)
             AS difference
        FROM payments.refunds r,
             LATERAL (SELECT coalesce(sum(a.balance), 0) AS payable FROM ledger.accounts a
                       WHERE a.code = 2050 AND a.owner = r.id) b
       WHERE b.payable <> CASE WHEN r.state IN ('requested', 'pending') AND r.moved IS NULL
                               THEN r.amount ELSE 0 END`,
  },
];
