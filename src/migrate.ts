// Brings the database up to this version. Runs as the schema's owner, before the application starts.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ownerOptions } from './data-source.js';

const url = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL;
if (url === undefined) throw new Error('DATABASE_URL is missing');
const dataSource = await new DataSource(ownerOptions(url)).initialize();
try {
  // Two processes that start together must not migrate at the same time; the lock goes with the
  // connection.
  const runner = dataSource.createQueryRunner();
  await runner.query('SELECT pg_advisory_lock(7105520)');
  const done = await dataSource.runMigrations();
  await runner.release();
  for (const { name } of done) process.stdout.write(`migrated: ${name}\n`);
} finally {
  await dataSource.destroy();
}
