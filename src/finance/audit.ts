// Recomputes everything from the entries and says, for each thing that must always be true, whether
// it is. All checks look at one snapshot, so payments that go on meanwhile cannot disturb them.
import type { DataSource } from 'typeorm';
import { LEDGER_CHECKS } from '../ledger/index.js';
import { PAYMENT_CHECKS } from '../payments/index.js';
import { type AuditResult, runChecks } from '../shared/audit.js';

// In the order of their names, whichever room they come from: V1, V2, ... then P1, P2, ...
export const ALL_CHECKS = [...LEDGER_CHECKS, ...PAYMENT_CHECKS].sort(
  (a, b) => rank(a.name) - rank(b.name),
);

function rank(name: string): number {
  return (name.startsWith('V') ? 0 : 1000) + Number(name.slice(1));
}

export function audit(dataSource: DataSource): Promise<AuditResult[]> {
  return dataSource.transaction('REPEATABLE READ', async (db) => {
    await db.query('SET TRANSACTION READ ONLY');
    return runChecks(db, ALL_CHECKS);
  });
}
