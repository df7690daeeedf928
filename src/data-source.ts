// Collects the entities and migrations of every module, for the schema's owner and for the
// application, which may do less.
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { CHAT_MIGRATIONS } from './chat/index.js';
import { Finance1764000008000, Readers1764000007500 } from './finance/index.js';
import { FRAUD_MIGRATIONS } from './fraud/index.js';
import { IDENTITY_MIGRATIONS, PersonRow } from './identity/index.js';
import { LEDGER_MIGRATIONS } from './ledger/index.js';
import { Notifications1764000016000 } from './notifications/index.js';
import { PAYMENT_MIGRATIONS } from './payments/index.js';
import { People1764000010000 } from './shared/migrations/1764000010000-people.js';
import { Platform1764000014200 } from './platform/index.js';
import { Shared1764000000000 } from './shared/migrations/1764000000000-shared.js';

// They run in the order of the times in their names.
const MIGRATIONS = [
  Shared1764000000000,
  People1764000010000,
  ...LEDGER_MIGRATIONS,
  ...IDENTITY_MIGRATIONS,
  ...FRAUD_MIGRATIONS,
  ...CHAT_MIGRATIONS,
  ...PAYMENT_MIGRATIONS,
  Readers1764000007500,
  Finance1764000008000,
  Platform1764000014200,
  Notifications1764000016000,
];

/** The owner's view: may change the schema. */
export const ownerOptions = (url: string): PostgresDataSourceOptions => ({
  type: 'postgres',
  url,
  entities: [PersonRow],
  migrations: MIGRATIONS,
  migrationsTransactionMode: 'each',
  migrationsTableName: 'tenner_migrations',
});

// The application acts as tenner_app whatever it logged in as, so it can write entries and lines but
// never change them. A statement that waits longer than this is better answered with "try again".
const AS_APPLICATION =
  '-c role=tenner_app -c lock_timeout=5s -c statement_timeout=15s ' +
  '-c default_transaction_isolation=read\\ committed';

/** The application's view: what the grants allow. */
export const applicationOptions = (url: string, poolMax: number): PostgresDataSourceOptions => ({
  ...ownerOptions(url),
  migrations: [],
  poolSize: poolMax,
  extra: {
    options: AS_APPLICATION,
    query_timeout: 20_000,
    connectionTimeoutMillis: 5000,
    // Statements that do not wait for each other's answers are sent together, and run in their order.
    pipeline: true,
  },
});
