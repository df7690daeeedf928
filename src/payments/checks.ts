// What must always be true between payments, the books and the threads. These are the checks that
// only the room above the pillars can state.
import type { AuditCheck } from '../shared/audit.js';
import { BETWEEN_CHECKS } from './between/between-checks.js';
import { CASH_OUT_CHECKS } from './cash-out/cash-out-checks.js';
import { DISPUTE_CHECKS } from './disputes/dispute-checks.js';
import { GIFT_CHECKS } from './gifts/gift-checks.js';
import { EXCHANGE_CHECKS } from './exchange/exchange-checks.js';
import { CONTEST_CHECKS } from './returns/contest-checks.js';
import { REQUEST_CHECKS } from './requests/request-checks.js';
import { REFUND_CHECKS } from './refunds/refund-checks.js';
import { TOP_UP_CHECKS } from './top-ups/top-up-checks.js';
import { SPLIT_CHECKS } from './splits/split-checks.js';
import { SCHEDULE_CHECKS } from './schedules/schedule-checks.js';

const PAYMENTS = 'SELECT count(*) AS checked FROM payments.payments';

export const PAYMENT_CHECKS: readonly AuditCheck[] = [
  {
    name: 'P1',
    statement: 'A payment is completed if and only if the books moved its amount, once.',
    count: PAYMENTS,
    differences: `
      SELECT format('%s: %s, but %s entries move %s of %s', p.id, p.state, coalesce(e.entries, 0),
                    coalesce(e.amount, 0), p.amount) AS difference
        FROM payments.payments p
        LEFT JOIN (SELECT split_part(e.reference, ':', 1) AS payment_id, count(*) AS entries,
                          sum(l.amount) AS amount
                     FROM ledger.entries e
                     JOIN ledger.lines l ON l.entry_id = e.id AND l.side = 'credit'
                    WHERE e.template IN ('P3', 'P5a') GROUP BY 1) e ON e.payment_id = p.id
       WHERE (p.state = 'completed') <> (e.payment_id IS NOT NULL)
          OR (p.state = 'completed' AND (e.entries <> 1 OR e.amount <> p.amount))`,
  },
  {
    name: 'P2',
    statement:
      'A payment is under review or yet to arrive if and only if the books hold its amount, once.',
    count: PAYMENTS,
    differences: `
      SELECT format('%s: %s, but the books hold %s', p.id, p.state, coalesce(h.amount, 0)) AS difference
        FROM payments.payments p
        LEFT JOIN (SELECT split_part(h.reference, ':', 1) AS payment_id, sum(h.amount) AS amount,
                          array_agg(split_part(h.reference, ':', 2)) AS reasons
                     FROM ledger.holds h
                    WHERE split_part(h.reference, ':', 2) IN ('review', 'arrival')
                      AND NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)
                    GROUP BY 1) h ON h.payment_id = p.id
       WHERE ((p.state IN ('held', 'arriving', 'capturing', 'cancelling')) <> (h.amount IS NOT NULL)
              AND NOT (p.state = 'held' AND p.card_id IS NULL AND p.review_by <= now()))
          OR h.amount <> p.amount
          OR (p.state = 'held' AND h.reasons <> ARRAY['review'])
          OR (p.state = 'arriving' AND h.reasons <> ARRAY['arrival'])`,
  },
  {
    name: 'P3',
    statement:
      'Every payment in a thread of ours has one card there, and the card says the same state.',
    count: PAYMENTS,
    differences: `
      SELECT format('%s: %s, but its card says %s', p.id, p.state,
                    coalesce(m.card_data->>'state', 'nothing')) AS difference
        FROM payments.payments p
        LEFT JOIN chat.messages m ON m.card_id = p.id AND m.thread_id = p.thread_id
       WHERE starts_with(p.thread_id, 'thr_') AND m.card_data->>'state' IS DISTINCT FROM p.state::text`,
  },
  {
    name: 'P4',
    statement: "A payment's state is that of its last transition, and none is missing.",
    count: 'SELECT count(*) AS checked FROM payments.transitions',
    differences: `
      SELECT format('%s: %s after %s moves; transitions say %s after %s', p.id, p.state, p.moves,
                    coalesce(t.last::text, 'nothing'), coalesce(t.moves, 0)) AS difference
        FROM payments.payments p
        LEFT JOIN (SELECT payment_id, count(*) AS moves, max(number) AS highest,
                          (array_agg(state ORDER BY number DESC))[1] AS last
                     FROM payments.transitions GROUP BY payment_id) t ON t.payment_id = p.id
       WHERE t.last IS DISTINCT FROM p.state OR t.moves <> p.moves OR t.highest <> p.moves`,
  },
  {
    name: 'P5',
    statement:
      'A card payment is paid out or to be claimed, or was, if and only if the card was charged its part of it, unless it was kept.',
    count: 'SELECT count(*) AS checked FROM payments.payments WHERE card_id IS NOT NULL',
    differences: `
      SELECT format('%s: %s of %s, but charged %s', p.id, p.state, p.amount - p.from_balance, coalesce(c.gross, 0)) AS difference
        FROM payments.payments p LEFT JOIN payments.charges c ON c.payment_id = p.id
       WHERE p.card_id IS NOT NULL
         AND ((p.state IN ('completed', 'waiting') OR p.failure_code IS NOT DISTINCT FROM 'card_charge_kept'
               OR (p.state = 'returned' AND p.expires_at IS NOT NULL))
                <> (c.gross IS NOT NULL)
              OR c.gross <> p.amount - p.from_balance)`,
  },
  {
    name: 'P6',
    statement: 'Every payment that was assessed for review while open has a case, and only those.',
    count: 'SELECT count(*) AS checked FROM fraud.cases',
    differences: `
      SELECT format('%s: payment is %s, case is %s', p.id, p.state, coalesce(c.state::text, 'missing')) AS difference
        FROM payments.payments p LEFT JOIN fraud.cases c ON c.candidate_id = p.id
       WHERE (p.review_by IS NOT NULL) <> (c.id IS NOT NULL)
          OR (p.state = 'held') <> coalesce(c.state = 'open', false)`,
  },
  {
    name: 'P7',
    statement:
      "What counts for a payer's limits is what they sent and what did not come to nothing.",
    count: 'SELECT count(*) AS checked FROM payments.sent_hourly',
    differences: `
      SELECT format('%s sent %s %s in the hour of %s; its payments and gifts say %s', coalesce(h.payer_id, p.payer_id),
                    coalesce(h.amount, 0), coalesce(h.currency, p.currency), coalesce(h.hour, p.hour),
                    coalesce(p.amount, 0)) AS difference
        FROM payments.sent_hourly h
        FULL JOIN (SELECT payer_id, currency, date_trunc('hour', s.at, 'UTC') AS hour, sum(amount) AS amount
                     FROM (SELECT payer_id, currency, coalesce(agreed_at, created_at) AS at,
                                  CASE WHEN state NOT IN ('failed', 'rejected', 'undone', 'returned')
                                       THEN amount END AS amount
                             FROM payments.payments WHERE contact_id IS NULL OR agreed_at IS NOT NULL
                           UNION ALL
                           SELECT g.giver_id, g.currency, g.created_at, q.amount
                             FROM payments.gifts g JOIN payments.gift_parts q ON q.gift_id = g.id
                            WHERE g.state = 'open' OR q.person_id IS NOT NULL) s
                    GROUP BY 1, 2, 3) p USING (payer_id, currency, hour)
       WHERE coalesce(h.amount, 0) <> coalesce(p.amount, 0)`,
  },
  {
    name: 'P10',
    statement:
      'A payment from a balance waits for a trusted contact if and only if the books hold its amount.',
    count: 'SELECT count(*) AS checked FROM payments.payments WHERE contact_id IS NOT NULL',
    differences: `
      SELECT format('%s: %s, but the books hold %s', p.id, p.state, coalesce(h.amount, 0)) AS difference
        FROM payments.payments p
        LEFT JOIN ledger.holds h ON h.reference = p.id || ':agreement'
              AND NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)
       WHERE p.contact_id IS NOT NULL
         AND (((p.state = 'asking' AND p.card_id IS NULL) <> (h.reference IS NOT NULL)
               AND NOT (p.state = 'asking' AND p.agree_by <= now()))
              OR h.amount <> p.amount)`,
  },
  {
    name: 'P11',
    statement:
      'A payment from a balance can be undone if and only if the books hold what the balance pays of it for that.',
    count: 'SELECT count(*) AS checked FROM payments.payments WHERE sends_at IS NOT NULL',
    differences: `
      SELECT format('%s: %s, but the books hold %s', p.id, p.state, coalesce(h.amount, 0)) AS difference
        FROM payments.payments p
        LEFT JOIN ledger.holds h ON h.reference = p.id || ':sending'
              AND NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)
       WHERE p.sends_at IS NOT NULL
         AND ((p.state = 'sending' AND (p.card_id IS NULL OR p.from_balance > 0))
                <> (h.reference IS NOT NULL)
              OR h.amount <> CASE WHEN p.card_id IS NULL THEN p.amount ELSE p.from_balance END)`,
  },
  {
    name: 'P14',
    statement:
      'The books hold what a balance pays of a payment if and only if a card is being asked for the rest.',
    count: 'SELECT count(*) AS checked FROM payments.payments WHERE from_balance > 0',
    differences: `
      SELECT format('%s: %s, but the books hold %s of %s', p.id, p.state, coalesce(h.amount, 0),
                    p.from_balance) AS difference
        FROM payments.payments p
        LEFT JOIN ledger.holds h ON h.reference = p.id || ':funding'
              AND NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)
       WHERE p.from_balance > 0
         AND ((p.state IN ('funding', 'authenticating')) <> (h.reference IS NOT NULL)
              OR h.amount <> p.from_balance)`,
  },
  {
    name: 'P12',
    statement: 'A payment waits for its payee if and only if its amount lies in its claim account.',
    count: 'SELECT count(*) AS checked FROM payments.payments WHERE expires_at IS NOT NULL',
    differences: `
      SELECT format('%s: %s, but %s lie in its claim account', p.id, p.state, coalesce(a.balance, 0))
             AS difference
        FROM payments.payments p
        LEFT JOIN ledger.accounts a ON a.code = 2030 AND a.owner = p.id AND a.currency = p.currency
       WHERE (p.expires_at IS NOT NULL OR a.balance > 0)
         AND coalesce(a.balance, 0) <> CASE WHEN p.state = 'waiting' THEN p.amount ELSE 0 END`,
  },
  {
    name: 'P13',
    statement: 'A payee has been shown a payment if and only if it came into a state they see.',
    count: PAYMENTS,
    differences: `
      SELECT format('%s: %s, shown %s', p.id, p.state, p.shown) AS difference
        FROM payments.payments p
       WHERE p.shown <> EXISTS (
             SELECT FROM payments.transitions t WHERE t.payment_id = p.id
                AND t.state NOT IN ('asking', 'sending', 'undone', 'funding', 'authenticating', 'failed'))`,
  },
  ...REQUEST_CHECKS,
  ...SPLIT_CHECKS,
  ...GIFT_CHECKS,
  ...BETWEEN_CHECKS,
  ...REFUND_CHECKS,
  ...TOP_UP_CHECKS,
  ...EXCHANGE_CHECKS,
  ...DISPUTE_CHECKS,
  ...CONTEST_CHECKS,
  {
    name: 'V7',
    statement: 'A request that was refused moved nothing: no entry stands behind its answer.',
    count: 'SELECT count(*) AS checked FROM payments.idempotency_keys WHERE status >= 400',
    differences: `
      SELECT format('%s was refused with status %s, yet entry %s is in the books', k.subject_id, k.status,
                    e.id) AS difference
        FROM payments.idempotency_keys k
        JOIN ledger.entries e ON e.reference = k.subject_id || ':completed'
       WHERE k.status >= 400`,
  },
  {
    name: 'V12',
    statement:
      'What the processor says happened is in the books once, with its amount and its fee.',
    count: 'SELECT count(*) AS checked FROM payments.charges WHERE gross IS NOT NULL',
    differences: `
      SELECT format('%s: charged %s with fee %s; the books say %s and %s; settled %s times', c.charge_id,
                    c.gross, coalesce(c.fee, 0), coalesce(b.gross, 0), coalesce(b.fee, 0), b.settled)
             AS difference
        FROM payments.charges c,
             LATERAL (SELECT sum(l.amount) FILTER (WHERE a.code IN (2010, 2030) AND l.side = 'credit') AS gross,
                             sum(l.amount) FILTER (WHERE a.code = 5010 AND l.side = 'debit') AS fee,
                             (SELECT count(*) FROM ledger.entries s
                               WHERE s.reference = c.charge_id || ':available') AS settled
                        FROM ledger.entries e
                        JOIN ledger.lines l ON l.entry_id = e.id
                        JOIN ledger.accounts a ON a.id = l.account_id
                       WHERE e.reference IN (c.charge_id || ':succeeded', c.charge_id || ':fee')) b
       WHERE c.gross IS NOT NULL
         AND (b.gross IS DISTINCT FROM c.gross OR coalesce(b.fee, 0) <> coalesce(c.fee, 0)
              OR (c.settled_at IS NOT NULL) <> (b.settled = 1))`,
  },
  ...CASH_OUT_CHECKS,
  ...SCHEDULE_CHECKS,
];
