// npm run db:snapshot: writes docs/schema.sql from a fresh, migrated database, so that a reader sees
// the whole schema on one page and a review sees what a migration changed. With --check it writes
// nothing and ends with 1 at the first line in which the committed page differs.
import * as fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { isMain } from './lifecycle.mjs';
import { startLocalDb } from './local-db.mjs';
import { migrate } from './migrated-db.mjs';
import { snapshot } from './schema-dump.mjs';

export { snapshot };

const PAGE = fileURLToPath(new URL('../docs/schema.sql', import.meta.url));

/** The schema the migrations make of an empty database, as text. */
export async function freshSnapshot() {
  const server = await startLocalDb({ ephemeral: true });
  try {
    await migrate(server.url);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return await snapshot(client);
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
  }
}

/** Undefined when both texts are equal, else a sentence about the first line that differs. */
export function firstDifference(committed, fresh) {
  if (committed === fresh) return undefined;
  const [old, now] = [committed, fresh].map((text) => text.split('\n'));
  const at = now.findIndex((line, index) => line !== old[index]);
  const line = at === -1 ? now.length : at;
  const shown = (text) => (text === undefined ? '(end of file)' : JSON.stringify(text));
  return `docs/schema.sql line ${line + 1} is ${shown(old[line])}, the migrations make ${shown(now[line])}`;
}

async function main(check) {
  const fresh = await freshSnapshot();
  if (!check) {
    fs.mkdirSync(path.dirname(PAGE), { recursive: true });
    fs.writeFileSync(PAGE, fresh);
    console.log('docs/schema.sql is written.');
    return;
  }
  const committed = fs.existsSync(PAGE) ? fs.readFileSync(PAGE, 'utf8') : '';
  const difference = firstDifference(committed, fresh);
  if (difference) throw new Error(`${difference}. Run: npm run db:snapshot`);
  console.log('docs/schema.sql is up to date.');
}

if (isMain(import.meta.url)) {
  main(process.argv.includes('--check')).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
