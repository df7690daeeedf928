// A database of its own for each test file, copied from the migrated template in some 30 ms, so that
// files run side by side against real connections and real locks and never see each other's rows.
import pg from 'pg';

const TEMPLATE = 'template_tenner';
const DUPLICATE_DATABASE = '42P04';
const OBJECT_IN_USE = '55006';
const PATIENCE_MS = 30_000;

export interface TestDatabase {
  /** Address of the new database, as its owner. */
  url: string;
  /** Removes it, closing whatever is still connected; with KEEP_TEST_DB keeps it and says where. */
  drop(): Promise<void>;
}

let counter = 0;

/** Makes a migrated, empty database. The caller drops it when its tests are done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TENNER_TEST_SERVER;
  if (!server) throw new Error('TENNER_TEST_SERVER is not set: this test needs the project "real"');
  const name = await onServer(server, copyTemplate);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      if (process.env.KEEP_TEST_DB) {
        process.stderr.write(`Kept test database ${name}\n`);
        return;
      }
      await onServer(server, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      );
    },
  };
}

/** Copies the template under the next free name; waits while somebody else is in its way. */
async function copyTemplate(client: pg.Client): Promise<string> {
  const worker = process.env.JEST_WORKER_ID ?? '0';
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    counter += 1;
    const name = `t_${worker}_${String(counter)}`;
    try {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      return name;
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      // Another file of this worker, or another run on the same server, has the name.
      if (code === DUPLICATE_DATABASE) continue;
      if (code !== OBJECT_IN_USE || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100));
    }
  }
}

async function onServer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
