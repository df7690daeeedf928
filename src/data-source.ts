// Entities and migrations of every module, for the schema's owner and for the application.
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { CHAT_MIGRATIONS } from './chat/index.js';
import { FINANCE_MIGRATIONS } from './finance/index.js';
import { FRAUD_MIGRATIONS } from './fraud/index.js';
import { IDENTITY_MIGRATIONS, PersonRow } from './identity/index.js';
import { LEDGER_MIGRATIONS } from './ledger/index.js';
import { NOTIFICATION_MIGRATIONS } from './notifications/index.js';
import { PAYMENT_MIGRATIONS } from './payments/index.js';
import { Platform1764000014200 } from './platform/index.js';
import { AS_APPLICATION } from './shared/as-application.js';
import { SHARED_MIGRATIONS } from './shared/migrations/index.js';

/** The owner's view: may change the schema. */
export const ownerOptions = (url: string): PostgresDataSourceOptions => ({
  type: 'postgres',
  url,
  entities: [PersonRow],
  // They run in the order of the times in their names.
  migrations: [
    ...SHARED_MIGRATIONS,
    ...LEDGER_MIGRATIONS,
    ...IDENTITY_MIGRATIONS,
    ...FRAUD_MIGRATIONS,
    ...CHAT_MIGRATIONS,
    ...PAYMENT_MIGRATIONS,
    ...FINANCE_MIGRATIONS,
    Platform1764000014200,
    ...NOTIFICATION_MIGRATIONS,
  ],
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
