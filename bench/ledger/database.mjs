// One database for each contender on the one server, and what is asked of all of them alike: to come
// to rest before the next one runs, and how many bytes its tables and indexes take.
import pg from 'pg';

/** What the server says of itself, in one line. */
export async function settingsOf(server) {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const shown = [];
  for (const name of ['server_version', 'fsync', 'synchronous_commit', 'shared_buffers']) {
    shown.push(`${name} ${await valueOf(client, `SHOW ${name}`)}`);
  }
  await client.end();
  return shown.join(', ');
}

/** Makes an empty database and answers its address and a client logged in as its owner. */
export async function makeDatabase(server, name) {
  const root = new pg.Client({ connectionString: server.url });
  await root.connect();
  await root.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  await root.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', () => {}); // The server may end first; what was under way fails by itself.
  await client.connect();
  return { url: url.href, client };
}

/** A pool whose every connection behaves alike; `max` is the number of callers. */
export function makePool(url, max) {
  const pool = new pg.Pool({ connectionString: url, max, idleTimeoutMillis: 0 });
  pool.on('error', () => {});
  return pool;
}

/** Runs the work in one transaction on a connection of the pool. */
export async function inTransaction(pool, work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Dead rows are cleaned and everything is on disk, so that the next contender does not pay for it. */
export async function settle(client, tables = '') {
  await client.query(`VACUUM ${tables}`);
  await client.query('CHECKPOINT');
}

/** Bytes of all tables and indexes that are not PostgreSQL's own. */
export async function sizeOf(client) {
  const { rows } = await client.query(
    `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  return Number(rows[0].bytes);
}

/** One value of one row, as text. */
export async function valueOf(client, sql, parameters = []) {
  const { rows } = await client.query(sql, parameters);
  const [value] = Object.values(rows[0] ?? {});
  return value === undefined || value === null ? undefined : String(value);
}
