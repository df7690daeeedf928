// What a module can state about its data and have checked at any time: a sentence, and either two
// queries (one counts what was looked at, one describes each difference) or, where SQL cannot
// recompute it, a function. Modules contribute their checks; whoever stands above all of them runs
// the list.
import { type Database, rows } from './database.js';

interface Stated {
  /** Short name, for example `V2`. */
  readonly name: string;
  /** What must always hold, in one sentence. */
  readonly statement: string;
}

interface CheckedByQuery extends Stated {
  /** Answers one row with a column `checked`. */
  readonly count: string;
  /** Answers one row with a column `difference` for each fault; none when all is well. */
  readonly differences: string;
}

interface CheckedByFunction extends Stated {
  readonly run: (db: Database) => Promise<AuditFinding>;
}

export type AuditCheck = CheckedByQuery | CheckedByFunction;

export interface AuditFinding {
  /** How many things were looked at. */
  readonly checked: number;
  /** The first difference in words, or null. */
  readonly difference: string | null;
}

export interface AuditResult extends Stated, AuditFinding {
  readonly ms: number;
}

/** Runs the checks one after the other on one snapshot, which the caller's transaction provides. */
export async function runChecks(
  db: Database,
  checks: readonly AuditCheck[],
): Promise<AuditResult[]> {
  const results: AuditResult[] = [];
  for (const check of checks) {
    const started = performance.now();
    const finding = 'run' in check ? await check.run(db) : await byQuery(db, check);
    const { name, statement } = check;
    results.push({ name, statement, ...finding, ms: Math.round(performance.now() - started) });
  }
  return results;
}

async function byQuery(
  db: Database,
  { count, differences }: CheckedByQuery,
): Promise<AuditFinding> {
  const [counted] = await rows<{ checked: string }>(db, count);
  const [first] = await rows<{ difference: string }>(db, `${differences} LIMIT 1`);
  return { checked: Number(counted?.checked ?? 0), difference: first?.difference ?? null };
}
