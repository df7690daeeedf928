// Collects the entities and migrations of every module, for the schema's owner and for the
// application, which may do less.
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { CHAT_MIGRATIONS } from './chat/index.js';
import { Finance1764000008000, Readers1764000007500 } from './finance/index.js';
import { FRAUD_MIGRATIONS } from './fraud/index.js';
import { IDENTITY_MIGRATIONS, PersonRow } from './identity/index.js';
import { LEDGER_MIGRATIONS } from './ledger/index.js';
import { PAYMENT_MIGRATIONS } from './payments/index.js';
import { People1764000010000 } from './shared/migrations/1764000010000-people.js';
import { Platform1764000014200 } from './platform/index.js';
import { AS_APPLICATION } from './shared/as-application.js';
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

/** The application's view: what the grants allow. */
export const applicationOptions = (url: string, poolMax: number): PostgresDataSourceOptions => ({
  ...ownerOptions(url),
  migrations: [],
  poolSize: poolMax,
  extra: AS_APPLICATION,
});
