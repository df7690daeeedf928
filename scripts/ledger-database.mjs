// The database that a command about the books looks at: the one of DATABASE_URL, or else the
// embedded one, which is started if it is not running. It must have been migrated.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../dist/src/data-source.js';
import { startLocalDb } from './local-db.mjs';

/** Runs the work with a connection; a refusal becomes one sentence and exit code 1. */
export async function withLedger(work) {
  const own = process.env.DATABASE_URL;
  const server = own ? undefined : await startLocalDb();
  try {
    const dataSource = await new DataSource(ownerOptions(own ?? server.url)).initialize();
    try {
      await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  } catch (error) {
    console.error(error.title ?? error.message);
    process.exitCode = 1;
  } finally {
    await server?.stop();
  }
}
