// Runs the built migrations as a process of their own against a given database, just as npm start
// does, so that the snapshot and the tests see exactly the schema the application will meet.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MIGRATE = fileURLToPath(new URL('../dist/src/migrate.js', import.meta.url));

/** Migrates the database at `url`. Throws with the migrations' output when they fail. */
export async function migrate(url) {
  if (!fs.existsSync(MIGRATE)) {
    const missing = path.relative(process.cwd(), MIGRATE);
    throw new Error(`${missing} is missing; run: npm run build`);
  }
  const env = { ...process.env, DATABASE_URL: url };
  delete env.DATABASE_OWNER_URL; // It would name another database than the one asked for.
  const child = spawn(process.execPath, ['--enable-source-maps', MIGRATE], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece) => (output += piece));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The migrations failed (exit code ${code}):\n${output.trim()}`);
}
