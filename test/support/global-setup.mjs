// Once per Jest run, before the first test that meets a database: one throw-away PostgreSQL (or the
// server named by TEST_DATABASE_URL) and in it a migrated template that every test file copies. The
// workers learn the server's address from TENNER_TEST_SERVER.
import * as fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startLocalDb } from '../../scripts/local-db.mjs';
import { migrate } from '../../scripts/migrated-db.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const KEPT_DIR = path.join(PROJECT, '.data', 'test-pg');
const TEMPLATE = 'template_tenner';

export default async function globalSetup() {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? undefined : await startServer();
  globalThis.tennerTestServer = server;
  const address = given ?? server.url;
  try {
    await makeTemplate(address);
  } catch (error) {
    await server?.stop();
    throw error;
  }
  process.env.TENNER_TEST_SERVER = address;
}

/**
 * With KEEP_TEST_DB the data outlives the run in a folder of its own, where
 * "node scripts/local-db.mjs .data/test-pg" opens it again.
 */
function startServer() {
  if (!process.env.KEEP_TEST_DB) return startLocalDb({ ephemeral: true, database: 'postgres' });
  fs.mkdirSync(KEPT_DIR, { recursive: true });
  return startLocalDb({ dir: KEPT_DIR, database: 'postgres', settings: { fsync: 'off' } });
}

async function makeTemplate(address) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      TEMPLATE,
    ]);
    if (rowCount > 0) {
      await client.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE false`);
      await client.query(`DROP DATABASE ${TEMPLATE} WITH (FORCE)`);
    }
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    const url = new URL(address);
    url.pathname = `/${TEMPLATE}`;
    await migrate(url.href);
    // Nobody may connect from here on: a template that is in use cannot be copied.
    await client.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
}
