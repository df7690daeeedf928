// Recomputes everything from the entries and says, for each thing that must always be true, whether
// it is. All checks look at one snapshot, so payments that go on meanwhile cannot disturb them.
import type { DataSource } from 'typeorm';
import { LEDGER_CHECKS } from '../ledger/index.js';
import { PAYMENT_CHECKS } from '../payments/index.js';
import { type AuditResult, runChecks } from '../shared/audit.js';

export const ALL_CHECKS = [...LEDGER_CHECKS, ...PAYMENT_CHECKS];

export function audit(dataSource: DataSource): Promise<AuditResult[]> {
  return dataSource.transaction('REPEATABLE READ', async (db) => {
    await db.query('SET TRANSACTION READ ONLY');
    return runChecks(db, ALL_CHECKS);
  });
}
