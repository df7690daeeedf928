// npm run ledger:audit: recomputes everything from the entries, on one snapshot of the database, and
// prints each invariant with its verdict. Ends with exit code 1 when any of them does not hold.
// Without DATABASE_URL it looks at the embedded database, and starts it if it is not running.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../dist/src/data-source.js';
import { audit } from '../dist/src/finance/index.js';
import { startLocalDb } from './local-db.mjs';

const own = process.env.DATABASE_URL;
const server = own ? undefined : await startLocalDb();
const dataSource = await new DataSource(ownerOptions(own ?? server.url)).initialize();
try {
  const results = await audit(dataSource);
  const width = Math.max(...results.map((result) => String(result.checked).length));
  for (const { name, statement, checked, ms, difference } of results) {
    const verdict = difference === null ? 'PASS' : 'FAIL';
    const count = String(checked).padStart(width);
    console.log(
      `${verdict}  ${name.padEnd(3)}  ${count} checked, ${String(ms).padStart(4)} ms  ${statement}`,
    );
    if (difference !== null) console.log(`      first difference: ${difference}`);
  }
  const failed = results.filter((result) => result.difference !== null).length;
  console.log(
    failed === 0 ? 'The books are right.' : `${failed} of ${results.length} do not hold.`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await dataSource.destroy();
  await server?.stop();
}
