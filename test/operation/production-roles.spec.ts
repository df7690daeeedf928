// A set-up as in production: one login that migrates, and another, which owns nothing, that serves.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import request from 'supertest';
import { newSecret, newSigningKey } from '../../scripts/signing-key.mjs';
import { createApp } from '../../src/app.js';
import { Sealer } from '../../src/ledger/index.js';
import { readConfig } from '../../src/shared/config.js';
import { openAccounts, writeEntries } from '../support/entries.js';

const SERVER = process.env.TENNER_TEST_SERVER ?? '';
const suffix = randomUUID().slice(0, 8);
const [migrator, server, database] = [`migrate_${suffix}`, `serve_${suffix}`, `books_${suffix}`];
let app: NestFastifyApplication | undefined;
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: SERVER });
  await client.connect();
});

const urlFor = (login: string): string => {
  const url = new URL(SERVER);
  Object.assign(url, { username: login, password: 'secret', pathname: `/${database}` });
  return url.href;
};

afterAll(async () => {
  await app?.close();
  await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await client.query(`DROP ROLE IF EXISTS ${migrator}, ${server}`);
  await client.end();
});

test('one login migrates, and another, which owns nothing, serves', async () => {
  await client.query(`CREATE ROLE ${migrator} LOGIN PASSWORD 'secret' IN ROLE tenner_migrator`);
  await client.query(`CREATE ROLE ${server} LOGIN PASSWORD 'secret' IN ROLE tenner_app`);
  await client.query(`CREATE DATABASE ${database} OWNER ${migrator}`);
  const migrate = fileURLToPath(new URL('../../dist/src/migrate.js', import.meta.url));
  const run = () =>
    spawnSync(process.execPath, [migrate], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_OWNER_URL: urlFor(migrator), DATABASE_URL: urlFor(server) },
    });
  const { status, stderr } = run();
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(run().status).toBe(0);
  app = await createApp(
    readConfig({
      DATABASE_URL: urlFor(server),
      STRIPE_SECRET_KEY: 'sk_test_unused',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_unused',
      STRIPE_WEBHOOK_SECRET: 'whsec_unused',
      LEDGER_SIGNING_KEY: newSigningKey(),
      PIN_PEPPER: newSecret(),
      PERSONAL_DATA_KEY: newSecret(),
      LOG_LEVEL: 'fatal',
    }),
  );
  await app.listen(0, '127.0.0.1');
  expect((await request(app.getHttpServer()).get('/health/ready')).status).toBe(200);
  const writer = new pg.Client({
    connectionString: urlFor(server),
    options: '-c role=tenner_app',
  });
  await writer.connect();
  try {
    const accounts = ['stripe.pending::EUR', 'user.available:ana:EUR'] as const;
    await openAccounts(writer, accounts);
    await writeEntries(writer, [{ template: 'P2', moves: [[...accounts, 5n]] }]);
  } finally {
    await writer.end();
  }
  await app.get(Sealer).seal();
  const { body } = await request(app.getHttpServer()).get('/v1/ledger/head');
  expect(body).toMatchObject({ seal: { number: 1, lastPosition: 1 } });
});
