// What must always be true between gifts, their parts, the books and their cards.
import type { AuditCheck } from '../../shared/audit.js';

const GIFTS = 'SELECT count(*) AS checked FROM payments.gifts';

export const GIFT_CHECKS: readonly AuditCheck[] = [
  {
    name: 'G1',
    statement: 'The parts of a gift add up to it, and it ends when all are opened or it is over.',
    count: GIFTS,
    differences: `
      SELECT format('%s of %s is %s; its parts come to %s, %s of them open', g.id, g.amount, g.state,
                    p.amount, p.open) AS difference
        FROM payments.gifts g
        LEFT JOIN LATERAL (SELECT sum(q.amount) AS amount, count(*) FILTER (WHERE q.person_id IS NULL) AS open
                             FROM payments.gift_parts q WHERE q.gift_id = g.id) p ON true
       WHERE p.amount IS DISTINCT FROM g.amount OR (p.open = 0 AND g.state = 'open')
          OR (p.open > 0 AND g.state = 'ended' AND g.updated_at < g.ends_at)`,
  },
  {
    name: 'G2',
    statement:
      'What nobody has opened of an open gift lies in its claim account, and nothing once it ended.',
    count: GIFTS,
    differences: `
      SELECT format('%s is %s with %s left, but %s lie in its claim account', g.id, g.state, p.amount,
                    coalesce(a.balance, 0)) AS difference
        FROM payments.gifts g
        CROSS JOIN LATERAL (SELECT coalesce(sum(q.amount), 0) AS amount FROM payments.gift_parts q
                             WHERE q.gift_id = g.id AND q.person_id IS NULL) p
        LEFT JOIN ledger.accounts a ON a.code = 2030 AND a.owner = g.id AND a.currency = g.currency
       WHERE coalesce(a.balance, 0) <> CASE WHEN g.state = 'open' THEN p.amount ELSE 0 END`,
  },
  {
    name: 'G3',
    statement:
      'Every part that was opened is in the books once, as its amount, to whoever opened it.',
    count: 'SELECT count(*) AS checked FROM payments.gift_parts WHERE person_id IS NOT NULL',
    differences: `
      SELECT format('%s of %s is %s for %s; the books say %s for %s', q.number, q.gift_id, q.amount,
                    q.person_id, l.amount, a.owner) AS difference
        FROM payments.gift_parts q
        LEFT JOIN ledger.entries e ON e.reference = q.gift_id || ':opened-' || q.number
        LEFT JOIN ledger.lines l ON l.entry_id = e.id AND l.side = 'credit'
        LEFT JOIN ledger.accounts a ON a.id = l.account_id
       WHERE (l.amount, a.owner) IS DISTINCT FROM (CASE WHEN q.person_id IS NOT NULL THEN q.amount END, q.person_id)`,
  },
  {
    name: 'G4',
    statement: 'The card of a gift says how many parts are opened, and whether it has ended.',
    count: GIFTS,
    differences: `
      SELECT format('%s is %s with %s opened; its card says %s with %s', g.id, g.state, p.opened,
                    m.card_data->>'state', m.card_data->>'opened') AS difference
        FROM payments.gifts g
        CROSS JOIN LATERAL (SELECT count(*) AS opened FROM payments.gift_parts q
                             WHERE q.gift_id = g.id AND q.person_id IS NOT NULL) p
        LEFT JOIN chat.messages m ON m.card_id = g.id AND m.thread_id = g.thread_id
       WHERE starts_with(g.thread_id, 'thr_')
         AND (m.card_data->>'state', (m.card_data->>'opened')::bigint) IS DISTINCT FROM (g.state, p.opened)`,
  },
];
