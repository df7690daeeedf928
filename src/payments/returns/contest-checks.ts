// What must always be true between what is contested, the books and the cases.
import type { AuditCheck } from '../../shared/audit.js';

export const CONTEST_CHECKS: readonly AuditCheck[] = [
  {
    name: 'P31',
    statement: 'The books hold for a report exactly what it says is frozen, once.',
    count: 'SELECT count(*) AS checked FROM payments.reports',
    differences: `
      SELECT format('%s is %s and freezes %s; the books hold %s', r.id, r.state,
                    CASE WHEN r.holding THEN r.frozen ELSE 0 END, h.amounts) AS difference
        FROM payments.reports r,
             LATERAL (SELECT coalesce(array_agg(h.amount), '{}') AS amounts FROM ledger.holds h
                       WHERE starts_with(h.reference, r.payment_id || ':report:')
                         AND NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)) h
       WHERE h.amounts <> CASE WHEN r.holding THEN ARRAY[r.frozen] ELSE '{}' END
          OR (r.holding AND r.state NOT IN ('examined', 'granted', 'appealed'))`,
  },
  {
    name: 'P32',
    statement: 'Somebody has to decide exactly what waits for a decision.',
    count: 'SELECT count(*) AS checked FROM payments.contest_cases',
    differences: `
      WITH waiting AS (
        SELECT id FROM payments.reports WHERE state IN ('examined', 'appealed')
        UNION ALL SELECT id FROM payments.ask_backs WHERE state = 'escalated'),
      open AS (SELECT subject_id AS id, count(*) AS cases FROM payments.contest_cases
                WHERE state = 'open' AND kind <> 'rejection' GROUP BY 1)
      SELECT format('%s has %s open cases', coalesce(w.id, o.id), coalesce(o.cases, 0)) AS difference
        FROM waiting w FULL JOIN open o ON o.id = w.id
       WHERE w.id IS NULL OR o.cases IS DISTINCT FROM 1`,
  },
  {
    name: 'P33',
    statement: 'An exemption was used for the payment it was given for, in its time.',
    count: 'SELECT count(*) AS checked FROM payments.send_exemptions',
    differences: `
      SELECT format('%s was used for %s', e.case_id, p.id) AS difference
        FROM payments.send_exemptions e JOIN payments.payments p ON p.id = e.payment_id
       WHERE (e.payer_id, e.payee_id, e.amount, e.currency)
             <> (p.payer_id, p.payee_id, p.amount, p.currency) OR p.created_at >= e.expires_at`,
  },
];
