// What must always be true between requests, the payments for them, and their cards.
import type { AuditCheck } from '../../shared/audit.js';

const REQUESTS = 'SELECT count(*) AS checked FROM payments.requests';

export const REQUEST_CHECKS: readonly AuditCheck[] = [
  {
    name: 'Q1',
    statement: 'No more is paid of a request than it asks for, by and to the people it names.',
    count: REQUESTS,
    differences: `
      SELECT format('%s asks %s for %s %s: %s are paid or on their way', r.id, r.payer_id, r.amount,
                    r.currency, p.taken) AS difference
        FROM payments.requests r
        JOIN (SELECT request_id, sum(amount) AS taken, array_agg(DISTINCT currency) AS currencies,
                     array_agg(DISTINCT payer_id) AS payers, array_agg(DISTINCT payee_id) AS payees
                FROM payments.payments
               WHERE state NOT IN ('failed', 'rejected', 'undone', 'returned') GROUP BY 1) p
          ON p.request_id = r.id
       WHERE p.taken > r.amount OR p.currencies <> ARRAY[r.currency]
          OR p.payers <> ARRAY[r.payer_id] OR p.payees <> ARRAY[r.requester_id]`,
  },
  {
    name: 'Q2',
    statement:
      'A request is paid if and only if all of it has arrived or was set off, and its card says so.',
    count: REQUESTS,
    differences: `
      SELECT format('%s is %s with %s of %s paid; its card says %s', r.id, r.state, coalesce(p.paid, 0),
                    r.amount, coalesce(m.card_data->>'state', 'nothing')) AS difference
        FROM payments.requests r
        LEFT JOIN (SELECT c.request_id, sum(c.amount) AS paid
                     FROM (SELECT request_id, amount FROM payments.payments WHERE state = 'completed'
                            UNION ALL
                           SELECT i.request_id, i.paid + i.set_off FROM payments.settlement_items i
                             LEFT JOIN payments.payments s ON s.settlement_id = i.settlement_id
                            WHERE coalesce(s.state, 'completed') = 'completed') c
                    GROUP BY 1) p ON p.request_id = r.id
        LEFT JOIN chat.messages m ON m.card_id = r.id AND m.thread_id = r.thread_id
       WHERE (r.state = 'paid') <> (coalesce(p.paid, 0) >= r.amount AND r.state NOT IN ('declined', 'cancelled'))
          OR (starts_with(r.thread_id, 'thr_') AND r.split_id IS NULL AND m.card_data->>'state' IS DISTINCT FROM r.state::text)`,
  },
];
