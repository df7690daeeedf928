// Recomputes everything from the entries and says, for each thing that must always be true, whether
// it is. All checks look at one snapshot, so payments that go on meanwhile cannot disturb them.
import type { DataSource } from 'typeorm';
import { LEDGER_CHECKS } from '../ledger/index.js';
import { PAYMENT_CHECKS } from '../payments/index.js';
import { type AuditResult, runChecks } from '../shared/audit.js';

const FIRST = ['V', 'P'];

// The ledger's first (V1, V2, ...), then those of payments (P1, ...), then each room's by its letter.
export const ALL_CHECKS = [...LEDGER_CHECKS, ...PAYMENT_CHECKS].sort((a, b) =>
  rank(a.name).localeCompare(rank(b.name)),
);

function rank(name: string): string {
  const [letter, number] = [name.slice(0, 1), name.slice(1)];
  const place = FIRST.includes(letter) ? String(FIRST.indexOf(letter)) : letter;
  return place + number.padStart(3, '0');
}

export function audit(dataSource: DataSource): Promise<AuditResult[]> {
  return dataSource.transaction('REPEATABLE READ', async (db) => {
    await db.query('SET TRANSACTION READ ONLY');
    return runChecks(db, ALL_CHECKS);
  });
}
