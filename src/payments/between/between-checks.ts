// What must always be true between settlements, their payments and the requests they settle.
import type { AuditCheck } from '../../shared/audit.js';

const SETTLEMENTS = 'SELECT count(*) AS checked FROM payments.settlements';

export const BETWEEN_CHECKS: readonly AuditCheck[] = [
  {
    name: 'U1',
    statement:
      'What a settlement pays of its requests is the amount of its payment, between the same two.',
    count: SETTLEMENTS,
    differences: `
      SELECT format('%s is of %s %s, its items come to %s, its payment is of %s', s.id, s.amount,
                    s.currency, i.paid, coalesce(p.amount, 0)) AS difference
        FROM payments.settlements s
        CROSS JOIN LATERAL (SELECT coalesce(sum(paid), 0) AS paid FROM payments.settlement_items
                             WHERE settlement_id = s.id) i
        LEFT JOIN payments.payments p ON p.settlement_id = s.id
       WHERE i.paid <> s.amount OR coalesce(p.amount, 0) <> s.amount
          OR (p.id IS NOT NULL AND (p.payer_id, p.payee_id, p.currency, p.thread_id)
                                   <> (s.payer_id, s.payee_id, s.currency, s.thread_id))`,
  },
  {
    name: 'U2',
    statement:
      'What a settlement sets off one way it sets off the other way, of requests between its two.',
    count: SETTLEMENTS,
    differences: `
      SELECT format('%s sets off %s and %s; %s of its requests are of others', s.id, i.one_way,
                    i.other_way, i.strange) AS difference
        FROM payments.settlements s
        CROSS JOIN LATERAL (
             SELECT coalesce(sum(i.set_off) FILTER (WHERE r.payer_id = s.payer_id), 0) AS one_way,
                    coalesce(sum(i.set_off) FILTER (WHERE r.payer_id = s.payee_id), 0) AS other_way,
                    count(*) FILTER (WHERE (r.thread_id, r.currency) <> (s.thread_id, s.currency)
                      OR NOT (r.payer_id, r.requester_id)
                             IN ((s.payer_id, s.payee_id), (s.payee_id, s.payer_id))) AS strange
               FROM payments.settlement_items i JOIN payments.requests r ON r.id = i.request_id
              WHERE i.settlement_id = s.id) i
       WHERE i.one_way <> i.other_way OR i.strange > 0`,
  },
  {
    name: 'U3',
    statement: 'No more of a request is paid, set off or on its way than it asks for.',
    count: 'SELECT count(*) AS checked FROM payments.settlement_items',
    differences: `
      SELECT format('%s asks for %s; %s are taken', r.id, r.amount, i.taken + p.taken) AS difference
        FROM payments.requests r
        JOIN (SELECT i.request_id, sum(i.paid + i.set_off) AS taken FROM payments.settlement_items i
                LEFT JOIN payments.payments p ON p.settlement_id = i.settlement_id
               WHERE coalesce(p.state, 'completed') NOT IN ('failed', 'rejected', 'undone', 'returned')
               GROUP BY 1) i ON i.request_id = r.id
        CROSS JOIN LATERAL (
             SELECT coalesce(sum(amount), 0) AS taken FROM payments.payments
              WHERE request_id = r.id AND state NOT IN ('failed', 'rejected', 'undone', 'returned')) p
       WHERE i.taken + p.taken > r.amount`,
  },
];
