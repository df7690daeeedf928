// The ledger's sealing parts on a database of the test's own, without the rest of the application:
// nothing seals unless the test says so. They work as the application's role, as in production.
import pg from 'pg';
import { DataSource } from 'typeorm';
import { newSecret, newSigningKey } from '../../scripts/signing-key.mjs';
import { applicationOptions } from '../../src/data-source.js';
import { Balances, exportLedger, Periods, Receipts, Sealer } from '../../src/ledger/index.js';
import { Signer } from '../../src/ledger/seals/signer.js';
import { readConfig } from '../../src/shared/config.js';
import { Transactor } from '../../src/shared/database.js';
import { createTestDatabase } from './database.js';

export interface LedgerParts {
  readonly url: string;
  readonly dataSource: DataSource;
  readonly transactor: Transactor;
  readonly sealer: Sealer;
  readonly balances: Balances;
  readonly receipts: Receipts;
  /** Closes the books up to that moment. */
  close(through: Date): Promise<unknown>;
  /** A further connection, as the owner of the database. Closed with the rest. */
  connect(): Promise<pg.Client>;
  /** A sealer that signs with another key; a new one unless given. */
  sealerWith(key?: string): Sealer;
  /** The lines of the export, parsed. */
  exported(range?: { from?: bigint; to?: bigint }): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export async function startLedgerParts(): Promise<LedgerParts> {
  const database = await createTestDatabase();
  const dataSource = await new DataSource(applicationOptions(database.url, 8)).initialize();
  const transactor = new Transactor(dataSource);
  const clients: pg.Client[] = [];
  const signerWith = (key: string): Signer => new Signer(configWith(database.url, key));
  const sealerWith = (key = newSigningKey()): Sealer => new Sealer(transactor, signerWith(key));
  const signer = signerWith(newSigningKey());
  const sealer = new Sealer(transactor, signer);
  const periods = new Periods(sealer, signer);
  return {
    url: database.url,
    dataSource,
    transactor,
    sealer,
    balances: new Balances(transactor),
    receipts: new Receipts(transactor),
    close: (through) =>
      transactor.run((tx) => periods.close(tx, { through, reason: 'month', closedBy: 'fay' })),
    sealerWith,
    connect: async () => {
      const client = new pg.Client({ connectionString: database.url });
      clients.push(client);
      await client.connect();
      return client;
    },
    exported: (range) =>
      dataSource.transaction('REPEATABLE READ', async (db) => {
        const lines: Record<string, unknown>[] = [];
        for await (const line of exportLedger(db, range)) lines.push({ ...line });
        return lines;
      }),
    stop: async () => {
      await Promise.all(clients.map((client) => client.end()));
      await dataSource.destroy();
      await database.drop();
    },
  };
}

const configWith = (databaseUrl: string, key: string) =>
  readConfig({
    DATABASE_URL: databaseUrl,
    STRIPE_SECRET_KEY: 'sk_test_unused',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_unused',
    STRIPE_WEBHOOK_SECRET: 'whsec_unused',
    LEDGER_SIGNING_KEY: key,
    PIN_PEPPER: newSecret(),
    PERSONAL_DATA_KEY: newSecret(),
  });
