// What must always be true between schedules and the payments that were made of them.
import type { AuditCheck } from '../../shared/audit.js';

export const SCHEDULE_CHECKS: readonly AuditCheck[] = [
  {
    name: 'P25',
    statement:
      'What was sent for an occurrence is what was scheduled, between the same two people.',
    count: 'SELECT count(*) AS checked FROM payments.schedule_occurrences',
    differences: `
      SELECT format('%s %s: %s of %s from %s to %s was scheduled; %s says %s of %s from %s to %s', o.schedule_id,
                    o.number, t.amount, s.currency, s.payer_id, s.payee_id, p.id, p.amount, p.currency,
                    p.payer_id, p.payee_id) AS difference
        FROM payments.schedule_occurrences o
        JOIN payments.schedules s ON s.id = o.schedule_id
        JOIN payments.schedule_terms t ON t.schedule_id = o.schedule_id AND t.revision = o.revision
        JOIN payments.payments p ON p.id = o.payment_id
       WHERE (p.amount, p.currency, p.payer_id, p.payee_id, p.thread_id)
             IS DISTINCT FROM (t.amount, s.currency, s.payer_id, s.payee_id, s.thread_id)`,
  },
];
