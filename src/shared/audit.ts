// What a module can state about its data and have checked at any time: a sentence, a query that
// counts what was looked at, and a query that describes each difference. Modules contribute their
// checks; whoever stands above all of them runs the list.
import { type Database, rows } from './database.js';

export interface AuditCheck {
  /** Short name, for example `V2`. */
  readonly name: string;
  /** What must always hold, in one sentence. */
  readonly statement: string;
  /** Answers one row with a column `checked`. */
  readonly count: string;
  /** Answers one row with a column `difference` for each fault; none when all is well. */
  readonly differences: string;
}

export interface AuditResult {
  readonly name: string;
  readonly statement: string;
  readonly checked: number;
  readonly ms: number;
  /** The first difference in words, or null. */
  readonly difference: string | null;
}

/** Runs the checks one after the other on one snapshot, which the caller's transaction provides. */
export async function runChecks(
  db: Database,
  checks: readonly AuditCheck[],
): Promise<AuditResult[]> {
  const results: AuditResult[] = [];
  for (const { name, statement, count, differences } of checks) {
    const started = performance.now();
    const [counted] = await rows<{ checked: string }>(db, count);
    const [first] = await rows<{ difference: string }>(db, `${differences} LIMIT 1`);
    results.push({
      name,
      statement,
      checked: Number(counted?.checked ?? 0),
      ms: Math.round(performance.now() - started),
      difference: first?.difference ?? null,
    });
  }
  return results;
}
