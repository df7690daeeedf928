// What must always be true between bills, the requests that are their shares, and their cards.
import type { AuditCheck } from '../../shared/audit.js';

const ROUNDS = 'SELECT count(*) AS checked FROM payments.split_rounds';
const SPLITS = 'SELECT count(*) AS checked FROM payments.splits';

export const SPLIT_CHECKS: readonly AuditCheck[] = [
  {
    name: 'B1',
    statement: 'The portions of a round of a bill add up to its total.',
    count: ROUNDS,
    differences: `
      SELECT format('round %s of %s is %s, its portions come to %s', r.number, r.split_id, r.total,
                    coalesce(p.amount, 0)) AS difference
        FROM payments.split_rounds r
        LEFT JOIN (SELECT split_id, number, sum(amount) AS amount FROM payments.split_portions
                    GROUP BY 1, 2) p USING (split_id, number)
       WHERE coalesce(p.amount, 0) <> r.total`,
  },
  {
    name: 'B2',
    statement:
      'A share of a bill asks for its portions, of the one who bears them, for the maker of the bill.',
    count: 'SELECT count(*) AS checked FROM payments.requests WHERE split_id IS NOT NULL',
    differences: `
      SELECT format('%s asks %s for %s; portions of %s come to %s', q.id, q.payer_id, q.amount,
                    array_to_string(p.people, ', '), coalesce(p.amount, 0)) AS difference
        FROM payments.requests q
        JOIN payments.splits s ON s.id = q.split_id
        LEFT JOIN (SELECT request_id, split_id, sum(amount) AS amount,
                          array_agg(DISTINCT person_id) AS people
                     FROM payments.split_portions WHERE request_id IS NOT NULL GROUP BY 1, 2) p
          ON p.request_id = q.id AND p.split_id = s.id
       WHERE p.amount IS DISTINCT FROM q.amount OR p.people IS DISTINCT FROM ARRAY[q.payer_id]
          OR (q.requester_id, q.thread_id, q.currency) IS DISTINCT FROM (s.maker_id, s.thread_id, s.currency)`,
  },
  {
    name: 'B3',
    statement: 'The card of a bill says what has arrived for it, and how many have paid.',
    count: SPLITS,
    differences: `
      SELECT format('%s: %s has arrived and %s of %s have paid; its card says %s and %s of %s', s.id,
                    c.paid, c.paid_count, c.owing_count, m.card_data->>'paid',
                    m.card_data->>'paidCount', m.card_data->>'owingCount') AS difference
        FROM payments.splits s
        CROSS JOIN LATERAL (
             SELECT coalesce(sum(o.paid), 0) AS paid,
                    count(*) FILTER (WHERE o.owed > 0) AS owing_count,
                    count(*) FILTER (WHERE o.owed > 0 AND o.paid >= o.owed) AS paid_count
               FROM (SELECT sum(p.amount) - coalesce((SELECT sum(r.total) FROM payments.split_rounds r
                              WHERE r.split_id = s.id AND r.from_person_id = p.person_id), 0) AS owed,
                            coalesce((SELECT sum(y.amount) FROM payments.payments y
                              JOIN payments.requests q ON q.id = y.request_id
                             WHERE q.split_id = s.id AND q.payer_id = p.person_id
                               AND y.state = 'completed'), 0)
                              + coalesce((SELECT sum(i.paid + i.set_off) FROM payments.settlement_items i
                              JOIN payments.requests q ON q.id = i.request_id
                              LEFT JOIN payments.payments y ON y.settlement_id = i.settlement_id
                             WHERE q.split_id = s.id AND q.payer_id = p.person_id
                               AND coalesce(y.state, 'completed') = 'completed'), 0) AS paid
                       FROM payments.split_portions p
                      WHERE p.split_id = s.id AND p.person_id <> s.maker_id
                      GROUP BY p.person_id) o) c
        LEFT JOIN chat.messages m ON m.card_id = s.id AND m.thread_id = s.thread_id
       WHERE starts_with(s.thread_id, 'thr_')
         AND (m.card_data IS NULL
              OR ((m.card_data->>'paidCount')::int, (m.card_data->>'owingCount')::int)
                 <> (c.paid_count, c.owing_count)
              OR replace(m.card_data->>'paid', '.', '')::numeric <> c.paid)`,
  },
];
