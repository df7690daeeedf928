// The only home of BEGIN. A transaction is carried in the hand: `Tx` can be made by
// `Transactor.run` alone and is the first argument of every verb that writes, so a write outside a
// transaction does not compile. Reading verbs take any `Database`; a Tx is one.
import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';

declare const inTransaction: unique symbol;

/** Our connections have a name of their own: a product that embeds us has others. */
export const DATABASE = 'tenner';

/** Anything one can read from. */
export type Database = EntityManager;

/** An open transaction. */
export type Tx = EntityManager & { readonly [inTransaction]: true };

// 40001: serialization failure; 40P01: deadlock. Both mean "nothing happened, try the whole again".
// Any other error is the caller's business, and a lost connection is an unknown outcome.
const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS_MAX = 5;
const BACKOFF_MS = 10;

const afterCommitHooks = new WeakMap<EntityManager, (() => void)[]>();

/** Runs `hook` once the transaction has committed; never after a rollback. */
export function afterCommit(tx: Tx, hook: () => void): void {
  afterCommitHooks.get(tx)?.push(hook);
}

/**
 * Runs a part of a transaction. If it throws, what that part wrote is undone and the transaction can
 * go on; a deadlock still ends it all, to be tried again as a whole.
 */
export async function attempt<T>(tx: Tx, part: () => Promise<T>): Promise<T> {
  await tx.query('SAVEPOINT part');
  try {
    const result = await part();
    await tx.query('RELEASE SAVEPOINT part');
    return result;
  } catch (error) {
    if (RETRYABLE.has(sqlState(error) ?? '')) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT part');
    await tx.query('RELEASE SAVEPOINT part');
    throw error;
  }
}

@Injectable()
export class Transactor {
  constructor(@InjectDataSource(DATABASE) private readonly dataSource: DataSource) {}

  /** For reads that need no transaction. */
  get reader(): Database {
    return this.dataSource.manager;
  }

  /**
   * Runs the work in one READ COMMITTED transaction and commits it. The work may be run again from
   * its beginning, so it may touch nothing but the database.
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt === ATTEMPTS_MAX || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
        await pause(BACKOFF_MS * 2 ** attempt * (0.5 + randomFraction()));
      }
    }
  }

  /** Runs reads that must all see the books of one moment. */
  snapshot<T>(read: (db: Database) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', async (db) => {
      await db.query('SET TRANSACTION READ ONLY');
      return read(db);
    });
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const hooks: (() => void)[] = [];
    // READ COMMITTED is what the connection was opened with; saying it again costs a round trip.
    const result = await this.dataSource.transaction((manager) => {
      afterCommitHooks.set(manager, hooks);
      return work(manager as Tx);
    });
    for (const hook of hooks) hook();
    return result;
  }
}

/**
 * Runs a statement and answers its rows. TypeORM answers `[rows, count]` for UPDATE and DELETE and
 * plain rows for the rest; callers should not have to know.
 */
export async function rows<Row>(
  db: Database,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const result: unknown = await db.query(sql, parameters);
  if (!Array.isArray(result)) return [];
  return (Array.isArray(result[0]) ? result[0] : result) as Row[];
}

/**
 * The same for a statement of the money path: the server parses and plans it once for each
 * connection. Its text must be one and the same every time, so what varies is a parameter.
 */
export async function preparedRows<Row>(
  db: Database,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const runner = db.queryRunner ?? db.dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PreparingClient;
    const { rows: found } = await client.query({
      name: nameOf(sql),
      text: sql,
      values: parameters,
    });
    return found as Row[];
  } finally {
    if (db.queryRunner === undefined) await runner.release();
  }
}

/**
 * Values as one array parameter. Those that need no quoting (ids, numbers, hexadecimal, codes) are
 * written out here, which is many times cheaper than to have each of them quoted; anything else goes
 * the usual way.
 */
export function arrayOf(values: readonly (string | null)[]): string | readonly (string | null)[] {
  const text = values.map((value) => value ?? 'NULL').join(',');
  return PLAIN.test(text) && !values.some(readsAsNull) ? `{${text}}` : values;
}

const PLAIN = /^[\w:.,+-]*$/;
// An empty value would be none, a comma two, and the word would be taken for the missing value.
const readsAsNull = (value: string | null): boolean =>
  value !== null && (value === '' || value.includes(',') || value.toUpperCase() === 'NULL');

interface PreparingClient {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

const statementNames = new Map<string, string>();

function nameOf(sql: string): string {
  const name = statementNames.get(sql) ?? hash('sha256', sql, 'hex').slice(0, 32);
  statementNames.set(sql, name);
  return name;
}

/** The five-character SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  return driverError === undefined ? undefined : sqlState(driverError);
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

// Jitter needs no secrecy and no repeatability, only that two rivals do not wake together.
const randomFraction = (): number => (process.hrtime()[1] % 1000) / 1000;
