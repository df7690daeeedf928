// The host's own tables, in the same database. The payments module acts as the role tenner_app, and
// through the port below it writes cards into the host's threads: so that role may do just that.
import { migrate } from 'tenner';
import pg from 'pg';

const TABLES = `
  CREATE SCHEMA IF NOT EXISTS host;
  CREATE TABLE IF NOT EXISTS host.users (
    id         text PRIMARY KEY,
    name       text NOT NULL,
    person_id  text UNIQUE
  );
  CREATE TABLE IF NOT EXISTS host.conversations (id text PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS host.members (
    conversation_id text NOT NULL REFERENCES host.conversations,
    user_id         text NOT NULL REFERENCES host.users,
    PRIMARY KEY (conversation_id, user_id)
  );
  CREATE TABLE IF NOT EXISTS host.messages (
    number          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id text NOT NULL REFERENCES host.conversations,
    user_id         text NOT NULL REFERENCES host.users,
    body            text,
    payment_id      text UNIQUE,
    card            jsonb,
    audience        text[]
  );
  GRANT USAGE ON SCHEMA host TO tenner_app;
  GRANT SELECT ON host.users, host.conversations, host.members TO tenner_app;
  GRANT SELECT, INSERT, UPDATE (card, audience) ON host.messages TO tenner_app;`;

/** Brings the database up to date: the module's schemas first, the host's tables after. */
export async function prepareDatabase(url: string): Promise<void> {
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(TABLES).finally(() => client.end());
}
