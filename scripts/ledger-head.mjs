// npm run --silent ledger:head: prints the newest seal of the books with its signature and public
// key, as JSON, to be published outside: by mail, in a repository, with a timestamp service. Without
// DATABASE_URL it looks at the embedded database, and starts it if it is not running.
import { Receipts } from '../dist/src/ledger/index.js';
import { Transactor } from '../dist/src/shared/database.js';
import { withLedger } from './ledger-database.mjs';

await withLedger(async (dataSource) => {
  const head = await new Receipts(new Transactor(dataSource)).head();
  console.log(JSON.stringify(head, null, 2));
});
