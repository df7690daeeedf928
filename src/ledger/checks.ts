// What must always be true of the books, each recomputed from the entries and their lines. The
// numbers follow the list of invariants that finance signs off; those about payments are the
// payments room's own.
import type { AuditCheck } from '../shared/audit.js';
import { FLOW_CHECKS } from './flow-checks.js';
import { firstClosingFault } from './period-checks.js';
import { POSITION_CHECKS, sealedFinding } from './seals/seal-checks.js';

const LINES = 'SELECT count(*) AS checked FROM ledger.lines';
const ACCOUNTS = 'SELECT count(*) AS checked FROM ledger.accounts WHERE NOT append_only';
const SIGNED = `CASE WHEN l.side = a.normal_side THEN l.amount ELSE -l.amount END`;

export const LEDGER_CHECKS: readonly AuditCheck[] = [
  {
    name: 'V1',
    statement: 'In every journal entry and currency, debits equal credits, and no line is missing.',
    count: 'SELECT count(*) AS checked FROM ledger.entries',
    // Entry by entry through the index of lines: joined as a whole, a planner with old statistics, and
    // a mind for the first row only, compares every entry with every other.
    differences: `
      SELECT format('%s: debits exceed credits by %s; %s of %s lines', e.id, coalesce(l.off, 'nothing'),
                    l.lines, e.line_count) AS difference
        FROM ledger.entries e
       CROSS JOIN LATERAL (
             SELECT coalesce(sum(lines), 0) AS lines,
                    string_agg(format('%s %s', total, currency), ', ') FILTER (WHERE total <> 0) AS off
               FROM (SELECT currency, count(*) AS lines,
                            sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS total
                       FROM ledger.lines WHERE entry_id = e.id GROUP BY currency) c) l
       WHERE l.off IS NOT NULL OR l.lines <> e.line_count`,
  },
  {
    name: 'V2',
    statement:
      'Rebuilt from its lines, a guarded account has the balance and the version it says it has.',
    count: ACCOUNTS,
    differences: `
      SELECT format('%s: balance %s, lines say %s, last line says %s; version %s of %s', a.address,
                    a.balance, coalesce(s.total, 0), coalesce(s.last_balance, 0), a.version,
                    coalesce(s.last_version, 0)) AS difference
        FROM ledger.accounts a
        LEFT JOIN (SELECT l.account_id, sum(${SIGNED}) AS total,
                          max(l.account_version) AS last_version,
                          (array_agg(l.balance_after ORDER BY l.account_version DESC))[1] AS last_balance
                     FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
                    GROUP BY l.account_id) s ON s.account_id = a.id
       WHERE NOT a.append_only
         AND (a.balance <> coalesce(s.total, 0) OR a.balance <> coalesce(s.last_balance, 0)
              OR a.version <> coalesce(s.last_version, 0))`,
  },
  {
    name: 'V3',
    statement: 'Versions of a guarded account run 1, 2, 3… and each balance follows from the last.',
    count: `SELECT count(*) AS checked FROM ledger.lines WHERE account_version IS NOT NULL`,
    differences: `
      SELECT format('%s: version %s follows %s, balance %s follows %s', c.address, c.account_version,
                    c.version_before, c.balance_after, c.balance_before) AS difference
        FROM (SELECT a.address, l.account_version, l.balance_after, ${SIGNED} AS change,
                     coalesce(lag(l.account_version) OVER w, 0) AS version_before,
                     coalesce(lag(l.balance_after) OVER w, 0) AS balance_before
                FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
               WHERE NOT a.append_only
              WINDOW w AS (PARTITION BY l.account_id ORDER BY l.account_version)) c
       WHERE c.account_version IS DISTINCT FROM c.version_before + 1
          OR c.balance_after IS DISTINCT FROM c.balance_before + c.change`,
  },
  {
    name: 'V4',
    statement: 'No account is beyond its limits, holds counted, or below its floor at any time.',
    count: ACCOUNTS,
    differences: `
      SELECT format('%s: from %s to %s, floor %s, ceiling %s', address, lowest, highest, floor, ceiling)
             AS difference
        FROM (SELECT a.address, a.floor, a.ceiling, a.balance + a.incoming AS highest,
                     CASE WHEN EXISTS (SELECT FROM ledger.account_changes c WHERE c.account_id = a.id)
                          THEN a.balance - a.held
                          ELSE least(a.balance - a.held, min(l.balance_after)) END AS lowest
                FROM ledger.accounts a LEFT JOIN ledger.lines l ON l.account_id = a.id
               WHERE NOT a.append_only GROUP BY a.id) x
       WHERE lowest < floor OR highest > ceiling`,
  },
  {
    name: 'V5',
    statement:
      'What is held, and what is on its way, is the sum of pending holds; of a hold never more is posted.',
    count: 'SELECT count(*) AS checked FROM ledger.holds',
    differences: `
      WITH pending AS (
        SELECT h.* FROM ledger.holds h
         WHERE NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id))
      SELECT format('%s: held %s and incoming %s, pending holds say %s and %s', a.address, a.held,
                    a.incoming, coalesce(h.total, 0), coalesce(i.total, 0)) AS difference
        FROM ledger.accounts a
        LEFT JOIN (SELECT account_id, sum(amount) AS total FROM pending GROUP BY 1) h
          ON h.account_id = a.id
        LEFT JOIN (SELECT counter_account_id, sum(amount) AS total FROM pending GROUP BY 1) i
          ON i.counter_account_id = a.id
       WHERE NOT a.append_only
         AND (a.held <> coalesce(h.total, 0) OR a.incoming <> coalesce(i.total, 0))
       UNION ALL
      SELECT format('%s: %s posted of %s', h.reference, e.amount, h.amount)
        FROM ledger.hold_endings e JOIN ledger.holds h ON h.id = e.hold_id
       WHERE e.amount > h.amount`,
  },
  {
    name: 'V10',
    statement:
      'Over all accounts, per currency: assets and expenses equal liabilities and revenue.',
    count: LINES,
    differences: `
      SELECT format('%s: debits exceed credits by %s', currency, total) AS difference
        FROM (SELECT currency, sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS total
                FROM ledger.lines GROUP BY currency) x
       WHERE total <> 0`,
  },
  {
    name: 'V8',
    statement:
      'The past is as it was: every hash, seal, snapshot and closing, recomputed, and every signature.',
    run: async (db) => {
      const sealed = await sealedFinding(db);
      if (sealed.difference !== null) return sealed;
      return { ...sealed, difference: await firstClosingFault(db) };
    },
  },
  ...FLOW_CHECKS,
  ...POSITION_CHECKS,
];
