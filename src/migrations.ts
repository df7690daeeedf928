// Brings a database up to this version: a database of our own, or that of a product that embeds us.
// Everything is in schemas of our own, so nothing of the product's is touched.
import { DataSource } from 'typeorm';
import { ownerOptions } from './data-source.js';

/**
 * Runs what is missing, as the owner of the schemas, and answers the names of what was run. Several
 * processes may call it at once.
 */
export async function migrate(url: string): Promise<string[]> {
  const dataSource = await new DataSource(ownerOptions(url)).initialize();
  try {
    // Two processes that start together must not migrate at the same time; the lock goes with the
    // connection.
    const runner = dataSource.createQueryRunner();
    await runner.query('SELECT pg_advisory_lock(7105520)');
    await runner.query(OWN_TABLE);
    const done = await dataSource.runMigrations();
    await runner.release();
    return done.map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}

// The list of migrations has a name of its own, since a product that embeds us may keep one too.
// Databases of before it had that name are taken over.
const OWN_TABLE = `
  DO $$ BEGIN
    IF to_regclass('public.tenner_migrations') IS NULL AND to_regclass('public.migrations') IS NOT NULL THEN
      IF EXISTS (SELECT FROM public.migrations WHERE name = 'Shared1764000000000') THEN
        ALTER TABLE public.migrations RENAME TO tenner_migrations;
      END IF;
    END IF;
  END $$`;
