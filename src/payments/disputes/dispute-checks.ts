// What must always be true between disputes and the books.
import type { AuditCheck } from '../../shared/audit.js';

export const DISPUTE_CHECKS: readonly AuditCheck[] = [
  {
    name: 'D1',
    statement:
      'While a dispute is open the books hold what was withdrawn and what was set aside; once it has ended, nothing.',
    count: 'SELECT count(*) AS checked FROM payments.disputes',
    differences: `
      SELECT format('%s is %s: withdrawn %s and held %s, but the books say %s and %s', d.id, d.state,
                    d.withdrawn, d.held, b.withdrawn, b.held) AS difference
        FROM payments.disputes d,
             LATERAL (SELECT coalesce(sum(a.balance) FILTER (WHERE a.code = 1060), 0) AS withdrawn,
                             coalesce(sum(a.balance) FILTER (WHERE a.code = 2020), 0) AS held
                        FROM ledger.accounts a
                       WHERE (a.code = 1060 AND a.owner = d.id)
                          OR (a.code = 2020 AND a.owner = d.holder_id || ':' || d.id)) b
       WHERE (b.withdrawn, b.held) <> (CASE WHEN d.state IN ('inquiry', 'open') THEN d.withdrawn ELSE 0 END,
                                       CASE WHEN d.state IN ('inquiry', 'open') THEN d.held ELSE 0 END)`,
  },
];
