// What must always be true between cash-outs and the books.
import type { AuditCheck } from '../../shared/audit.js';

const CASH_OUTS = 'SELECT count(*) AS checked FROM payments.cash_outs';

export const CASH_OUT_CHECKS: readonly AuditCheck[] = [
  {
    name: 'O1',
    statement: "A cash-out's state agrees with what of it is payable and in transit in the books.",
    count: CASH_OUTS,
    differences: `
      SELECT format('%s: %s of %s, but %s is payable and %s in transit', c.id, c.state, c.amount,
                    b.payable, b.transit) AS difference
        FROM payments.cash_outs c,
             LATERAL (SELECT coalesce(sum(a.balance) FILTER (WHERE a.code = 2040), 0) AS payable,
                             coalesce(sum(a.balance) FILTER (WHERE a.code = 1040), 0) AS transit
                        FROM ledger.accounts a
                       WHERE a.owner = c.id AND a.currency = c.currency AND a.code IN (1040, 2040)) b
       WHERE b.payable <> CASE WHEN c.state IN ('paid', 'failed', 'cancelled') THEN 0 ELSE c.amount END
          OR b.transit <> CASE WHEN c.state IN ('in_transit', 'cancelling') AND c.payout_id IS NOT NULL
                               THEN c.amount ELSE 0 END`,
  },
  {
    name: 'O2',
    statement:
      'What the processor moved for a cash-out, out and back, is in the books once, with its amount.',
    count: CASH_OUTS,
    differences: `
      SELECT format('%s: the processor made %s movements, the books have %s', c.id,
                    num_nonnulls(c.transfer_id, c.payout_id, c.reversal_id), b.entries) AS difference
        FROM payments.cash_outs c,
             LATERAL (SELECT count(*) AS entries
                        FROM ledger.entries e
                        JOIN ledger.lines l
                          ON l.entry_id = e.id AND l.side = 'debit' AND l.amount = c.amount
                       WHERE (e.template, e.reference) IN (('P6', c.transfer_id || ':created'),
                                                           ('P9a', c.payout_id || ':accepted'),
                                                           ('P6r', c.reversal_id || ':created'))) b
       WHERE b.entries <> num_nonnulls(c.transfer_id, c.payout_id, c.reversal_id)`,
  },
  {
    name: 'O3',
    statement:
      'Whoever asked for a cash-out has amount and fee again if and only if it failed or was cancelled.',
    count: CASH_OUTS,
    differences: `
      SELECT format('%s: %s of %s and %s, but %s came back in %s entries', c.id, c.state, c.amount, c.fee,
                    b.amount, b.entries) AS difference
        FROM payments.cash_outs c,
             LATERAL (SELECT count(DISTINCT e.id) AS entries, coalesce(sum(l.amount), 0) AS amount
                        FROM ledger.entries e
                        JOIN ledger.lines l ON l.entry_id = e.id AND l.side = 'credit'
                        JOIN ledger.accounts a ON a.id = l.account_id AND a.code = 2010
                       WHERE (e.template, e.reference) IN (('P9f', c.id || ':not_sent'),
                                                           ('P9c', c.payout_id || ':came_back'))) b
       WHERE b.entries <> CASE WHEN c.state IN ('failed', 'cancelled') THEN 1 ELSE 0 END
          OR b.amount <> CASE WHEN c.state IN ('failed', 'cancelled') THEN c.amount + c.fee ELSE 0 END`,
  },
  {
    name: 'O4',
    statement:
      "On a person's account at the processor lies what was moved there, was not paid out, and was not moved back.",
    count: 'SELECT count(DISTINCT account_id) AS checked FROM payments.cash_outs',
    differences: `
      SELECT format('%s: %s of cash-outs lies there, the books say %s', c.account_id, c.left_there,
                    b.booked) AS difference
        FROM (SELECT account_id, currency,
                     coalesce(sum(amount) FILTER (
                       WHERE transfer_id IS NOT NULL AND reversal_id IS NULL
                         AND (payout_id IS NULL OR state IN ('failed', 'cancelled'))), 0) AS left_there
                FROM payments.cash_outs GROUP BY account_id, currency) c,
             LATERAL (SELECT coalesce(sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END), 0)
                             AS booked
                        FROM ledger.accounts a
                        JOIN ledger.lines l ON l.account_id = a.id
                        JOIN ledger.entries e ON e.id = l.entry_id
                       WHERE a.address = 'stripe.connect:' || c.account_id || ':' || c.currency
                         AND e.template IN ('P6', 'P6r', 'P9a', 'P9c')) b
       WHERE b.booked <> c.left_there`,
  },
];
