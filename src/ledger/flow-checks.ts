// What must always be true of flows and references: an answer once given stands, and a flow that has
// finished leaves nothing behind in the accounts that were only its way.
import type { AuditCheck } from '../shared/audit.js';
import { type AccountName, CHART } from './chart.js';
import { TEMPLATES } from './templates/catalogue.js';
import type { Template } from './templates/template.js';

// Which templates finish which account codes, as rows for SQL. Names and numbers of our own, no input.
const FINISHING = Object.entries<Template>(TEMPLATES)
  .flatMap(([template, { finishes = [] }]) =>
    finishes.map((account) => `('${template}', ${String(CHART[account].code)})`),
  )
  .join(', ');

const CLEARING = (Object.keys(CHART) as AccountName[])
  .filter((name) => CHART[name].clearing)
  .map((name) => String(CHART[name].code))
  .join(', ');

export const FLOW_CHECKS: readonly AuditCheck[] = [
  {
    name: 'V6',
    statement: 'One reference, one answer: what was refused was never written after all.',
    count: `SELECT (SELECT count(*) FROM ledger.attempts) + (SELECT count(*) FROM ledger.entries) AS checked`,
    differences: `
      SELECT format('%s: refused with %s, yet %s was written', t.reference, t.code, e.id) AS difference
        FROM ledger.attempts t JOIN ledger.entries e ON e.reference = t.reference`,
  },
  {
    name: 'V9',
    statement: 'Clearing accounts stand at zero for every flow that has finished.',
    count: `SELECT count(*) AS checked FROM ledger.accounts WHERE code IN (${CLEARING})`,
    differences: `
      SELECT format('%s: %s finished it, yet %s is left', a.address, last.template, sum.total) AS difference
        FROM ledger.accounts a
        JOIN LATERAL (SELECT sum(CASE l.side WHEN a.normal_side THEN l.amount ELSE -l.amount END) AS total
                        FROM ledger.lines l WHERE l.account_id = a.id) sum ON true
        JOIN LATERAL (SELECT e.template FROM ledger.lines l JOIN ledger.entries e ON e.id = l.entry_id
                       WHERE l.account_id = a.id
                       ORDER BY l.account_version DESC NULLS LAST, l.entry_id DESC LIMIT 1) last ON true
       WHERE a.code IN (${CLEARING}) AND sum.total <> 0
         AND (last.template, a.code) IN (VALUES ${FINISHING})`,
  },
];
