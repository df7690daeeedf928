// npm run ledger:export -- --out file [--from N --to N]: writes the sealed books, or the seals that
// those positions lie in, as JSON Lines. scripts/verify-ledger.mjs checks the file, anywhere. All of
// it shows one moment, however long the writing takes. The file holds everybody's balances.
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exportLedger } from '../dist/src/ledger/index.js';
import { withLedger } from './ledger-database.mjs';

const USAGE = 'Usage: npm run ledger:export -- --out <file> [--from <position>] [--to <position>]';

function readFlags() {
  const options = { out: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } };
  try {
    const { values } = parseArgs({ options });
    const range = Object.entries({ from: values.from, to: values.to }).filter(([, v]) => v);
    const bad = range.find(([, value]) => !/^[1-9]\d{0,17}$/.test(value));
    if (!values.out || bad) throw new Error(bad ? `--${bad[0]} is a position: 1, 2, 3…` : '');
    return { out: values.out, range: Object.fromEntries(range.map(([k, v]) => [k, BigInt(v)])) };
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`.trim());
    process.exit(2);
  }
}

const { out, range } = readFlags();
await withLedger((dataSource) =>
  dataSource.transaction('REPEATABLE READ', async (db) => {
    await db.query('SET TRANSACTION READ ONLY');
    let lines = 0;
    async function* text() {
      for await (const line of exportLedger(db, range)) {
        lines += 1;
        yield `${JSON.stringify(line)}\n`;
      }
    }
    // Under another name until it is whole: half an export must not be taken for one.
    const part = `${out}.part`;
    const file = createWriteStream(part, { mode: 0o600 });
    await once(file, 'open');
    try {
      await pipeline(text(), file);
      renameSync(part, out);
    } finally {
      rmSync(part, { force: true });
    }
    console.log(`${out}: ${lines} lines. Check it with: node scripts/verify-ledger.mjs ${out}`);
  }),
);
