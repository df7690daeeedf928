// What must always be true between exchanges, the payments made with them, and the books.
import type { AuditCheck } from '../../shared/audit.js';

export const EXCHANGE_CHECKS: readonly AuditCheck[] = [
  {
    name: 'X1',
    statement:
      'Both halves of every exchange are in the books with its amounts, once, and no others.',
    count: 'SELECT count(*) AS checked FROM payments.exchanges',
    differences: `
      WITH halves AS (
        SELECT split_part(e.reference, ':', 1) AS id, e.template,
               sum(l.amount) FILTER (WHERE a.code = 2010) AS person,
               coalesce(sum(l.amount) FILTER (WHERE a.code = 1080), 0) AS position,
               coalesce(sum(l.amount) FILTER (WHERE a.code = 4030), 0) AS spread
          FROM ledger.entries e
          JOIN ledger.lines l ON l.entry_id = e.id
          JOIN ledger.accounts a ON a.id = l.account_id
         WHERE e.template IN ('P14', 'P14b') GROUP BY 1, 2)
      SELECT format('%s: %s for %s with a spread of %s; the books say %s for %s and %s',
                    coalesce(x.id, s.id, b.id), x.sent, x.received, x.spread, s.person, b.person,
                    b.spread) AS difference
        FROM payments.exchanges x
        FULL JOIN (SELECT * FROM halves WHERE template = 'P14') s ON s.id = x.id
        FULL JOIN (SELECT * FROM halves WHERE template = 'P14b') b ON b.id = coalesce(x.id, s.id)
       WHERE x.sent IS DISTINCT FROM s.person OR x.sent IS DISTINCT FROM s.position
          OR x.received IS DISTINCT FROM b.person OR x.spread IS DISTINCT FROM b.spread
          OR x.received + x.spread IS DISTINCT FROM b.position`,
  },
  {
    name: 'X2',
    statement:
      'A payment made with an exchange is completed and carries what the exchange brought.',
    count: 'SELECT count(*) AS checked FROM payments.exchanges WHERE payment_id IS NOT NULL',
    differences: `
      SELECT format('%s: %s %s %s, exchanged to %s %s', p.id, p.state, p.amount, p.currency, x.received,
                    x.received_currency) AS difference
        FROM payments.exchanges x JOIN payments.payments p ON p.id = x.payment_id
       WHERE p.amount <> x.received OR p.currency <> x.received_currency
          OR p.payer_id <> x.person_id OR p.state <> 'completed'`,
  },
  {
    name: 'X3',
    statement:
      'A price was taken at most once, and not after its time or beyond the validity of its rate.',
    count: 'SELECT count(*) AS checked FROM payments.quotes WHERE used_at IS NOT NULL',
    differences: `
      SELECT format('%s was used at %s, it was valid until %s', q.id, q.used_at, q.expires_at) AS difference
        FROM payments.quotes q LEFT JOIN payments.rates r ON r.id = q.rate_id
       WHERE q.used_at >= q.expires_at OR (q.used_at IS NOT NULL AND q.expires_at > r.valid_until)`,
  },
];
