// Who may do what to which table, as a text one can read; and that what may not be done is refused,
// to the application, to readers, and where nobody may, to the owner too.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../../src/data-source.js';
import { audit } from '../../src/finance/index.js';
import { Sealer } from '../../src/ledger/index.js';
import { type TestPerson, World } from '../support/world.js';
import { OTHERS } from './reader-rights.js';

let world: World;
let ana: TestPerson;
let client: pg.Client;

beforeAll(async () => {
  world = await World.start();
  ana = await world.person({ balance: '50.00' });
  const ben = await world.person();
  const threadId = await world.thread([ana, ben]);
  expect((await world.send(ana, threadId, '5.00')).status).toBe(201);
  await world.app.get(Sealer).seal();
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await world.stop();
});

// S, I, U, D, T: select, insert, update, delete, truncate; in small letters for some columns only.
const LEDGER = `
  table            tenner_app  tenner_readonly  tenner_auditor
  account_changes  SI          S                S
  accounts         SIu         S                S
  attempts         SI          S                S
  closings         SI          S                S
  entries          SI          S                S
  hold_endings     SI          S                S
  holds            SI          S                S
  lines            SI          S                S
  positions        S           S                S
  seals            SI          S                S
  signing_keys     SI          S                S
  snapshots        SI          S                S
  unsealed         S           S                S
`;

const RIGHTS = `
  SELECT n.nspname AS schema, c.relname AS table,
         (SELECT coalesce(nullif(string_agg(CASE
                   WHEN has_table_privilege(r.role, c.oid, o.operation) THEN left(o.operation, 1)
                   WHEN o.columns AND has_any_column_privilege(r.role, c.oid, o.operation)
                     THEN lower(left(o.operation, 1)) END, '' ORDER BY o.place), ''), '-')
            FROM (VALUES (1, 'SELECT', true), (2, 'INSERT', true), (3, 'UPDATE', true),
                         (4, 'DELETE', false), (5, 'TRUNCATE', false)) AS o (place, operation, columns)
         ) AS rights
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN UNNEST($1::text[]) WITH ORDINALITY AS r (role, place)
   WHERE c.relkind = 'r' AND n.nspname IN ('ledger', 'chat', 'fraud', 'identity', 'notifications', 'payments', 'shared')
   ORDER BY n.nspname, c.relname, r.place`;

async function rightsOf(roles: string[], inLedger: boolean): Promise<string[]> {
  const { rows } = await client.query<{ schema: string; table: string; rights: string }>(RIGHTS, [
    roles,
  ]);
  const table = new Map<string, string[]>([['table', roles]]);
  for (const { schema, table: name, rights } of rows) {
    if ((schema === 'ledger') !== inLedger) continue;
    const key = inLedger ? name : `${schema}.${name}`;
    table.set(key, [...(table.get(key) ?? []), rights]);
  }
  return [...table].map((row) => row.flat().join(' '));
}
const linesOf = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '));

test('who may do what in the ledger', async () => {
  const roles = ['tenner_app', 'tenner_readonly', 'tenner_auditor'];
  expect(await rightsOf(roles, true)).toEqual(linesOf(LEDGER));
});

test('what those who only read may see elsewhere', async () => {
  expect(await rightsOf(['tenner_readonly', 'tenner_auditor'], false)).toEqual(linesOf(OTHERS));
});

test('no reader sees a password, a session, a token, or what people wrote', async () => {
  const { rows } = await client.query<{ found: string }>(
    `SELECT format('%s %s', r.role, a.attrelid::regclass || '.' || a.attname) AS found
       FROM pg_attribute a, UNNEST(ARRAY['tenner_readonly', 'tenner_auditor']) AS r (role)
      WHERE attname IN ('password_hash', 'token_hash', 'token', 'fingerprint', 'body', 'note', 'title', 'key')
        AND attrelid::regclass::text ~ '^(identity|chat|payments|fraud)[.]' AND attnum > 0
        AND has_column_privilege(r.role, a.attrelid, a.attname, 'SELECT')`,
  );
  expect(rows).toEqual([]);
});

test('all of the ledger belongs to a role that nobody logs in as', async () => {
  const { rows } = await client.query<{ owner: string; login: boolean; super: boolean }>(
    `SELECT DISTINCT o.owner::regrole::text AS owner, r.rolcanlogin AS login, r.rolsuper AS super
       FROM (SELECT relowner AS owner FROM pg_class WHERE relnamespace = 'ledger'::regnamespace
             UNION SELECT proowner FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace
             UNION SELECT typowner FROM pg_type WHERE typnamespace = 'ledger'::regnamespace
             UNION SELECT nspowner FROM pg_namespace WHERE nspname = 'ledger') o
       JOIN pg_roles r ON r.oid = o.owner`,
  );
  expect(rows).toEqual([{ owner: 'tenner_ledger_owner', login: false, super: false }]);
});

async function as(role: string, sql: string): Promise<unknown> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL ROLE ${role}`);
    return await client.query(sql);
  } finally {
    await client.query('ROLLBACK');
  }
}

describe('the application is refused', () => {
  const WRITTEN = ['entries', 'lines', 'holds', 'hold_endings', 'positions', 'seals', 'snapshots'];
  const MORE = ['signing_keys', 'attempts', 'account_changes', 'closings', 'unsealed'];

  test.each([...WRITTEN, ...MORE])('every change of ledger.%s', async (table) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND attidentity = '' ORDER BY attnum LIMIT 1`,
      [`ledger.${table}`],
    );
    const column = rows[0]?.name ?? '';
    for (const sql of [
      `UPDATE ledger.${table} SET ${column} = ${column}`,
      `DELETE FROM ledger.${table}`,
      `TRUNCATE ledger.${table} CASCADE`,
    ]) {
      await expect(as('tenner_app', sql)).rejects.toThrow('permission denied');
    }
    for (const sql of [
      `ALTER TABLE ledger.${table} ADD COLUMN more text`,
      `ALTER TABLE ledger.${table} DISABLE TRIGGER ALL`,
      `DROP TABLE ledger.${table} CASCADE`,
    ]) {
      await expect(as('tenner_app', sql)).rejects.toThrow('must be owner');
    }
  });

  test.each([
    ['to take from the queue', 'DELETE FROM ledger.unsealed'],
    ['to put into the queue', "INSERT INTO ledger.unsealed (entry_ids) VALUES ('{je_x}')"],
    ['to forge a position', "INSERT INTO ledger.positions VALUES (77, 'je_x')"],
    ["to move the queue's numbers", "SELECT setval('ledger.unsealed_number_seq', 1)"],
    ['to switch triggers off', 'SET LOCAL session_replication_role = replica'],
    ['to act as the owner', 'SET LOCAL ROLE tenner_ledger_owner'],
    ['to make a table', 'CREATE TABLE ledger.mine (id text)'],
    [
      'to exchange a function',
      `CREATE OR REPLACE FUNCTION ledger.give_positions(at_most integer)
         RETURNS TABLE ("position" bigint, entry_id text, hash bytea)
         LANGUAGE sql AS 'SELECT 1::bigint, NULL::text, NULL::bytea'`,
    ],
    ['to call the trigger itself', 'SELECT ledger.entries_wait_for_position()'],
  ])('%s', async (_what, sql) => {
    // SET ROLE is judged by who logged in, so this one logs in as a member of tenner_app alone.
    const login = `app_${randomUUID().slice(0, 8)}`;
    await client.query(`CREATE ROLE ${login} LOGIN PASSWORD 'secret' IN ROLE tenner_app`);
    const url = new URL(world.databaseUrl);
    Object.assign(url, { username: login, password: 'secret' });
    const app = new pg.Client({ connectionString: url.href });
    try {
      await app.connect();
      await app.query('BEGIN');
      await expect(app.query(sql)).rejects.toThrow(
        /permission denied|must be owner|can only be called as triggers/,
      );
    } finally {
      await app.end();
      await client.query(`DROP ROLE ${login}`);
    }
  });

  test('a reader cannot be given positions, nor write anything', async () => {
    for (const role of ['tenner_readonly', 'tenner_auditor']) {
      await expect(as(role, 'SELECT * FROM ledger.give_positions(1)')).rejects.toThrow(
        'permission denied',
      );
    }
  });
});

test.each([
  ...['entries', 'lines', 'holds', 'hold_endings', 'positions', 'seals', 'snapshots'],
  ...['signing_keys', 'attempts', 'account_changes', 'closings'],
])('ledger.%s is never changed, not even by its owner', async (table) => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1`,
    [`ledger.${table}`],
  );
  const column = rows[0]?.name ?? '';
  for (const sql of [
    `UPDATE ledger.${table} SET ${column} = ${column}`,
    `DELETE FROM ledger.${table}`,
    `TRUNCATE ledger.${table} CASCADE`,
  ]) {
    await expect(as('tenner_ledger_owner', sql)).rejects.toThrow('never changed');
  }
});

test('the auditor can run the whole audit, and it agrees', async () => {
  const dataSource = await new DataSource({
    ...ownerOptions(world.databaseUrl),
    extra: { options: '-c role=tenner_auditor' },
  }).initialize();
  try {
    const results = await audit(dataSource);
    expect(results.filter(({ difference }) => difference !== null)).toEqual([]);
    expect(results.find(({ name }) => name === 'V8')?.checked).toBeGreaterThan(1);
  } finally {
    await dataSource.destroy();
  }
});
