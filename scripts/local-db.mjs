// A real PostgreSQL of the project's own, for development and tests, started from programs that npm
// installed: nothing to set up, root or not. The data of a lasting server lies in .data/pg and is
// flushed to disk like anywhere else; only an ephemeral one gives up durability and removes itself.
// One folder has at most one server: whoever comes second uses it and never stops it.
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { guard } from './guard.mjs';
import { exitCodeOf, isMain, onLeave } from './lifecycle.mjs';
import { freePort, isPortFree, portFrom } from './ports.mjs';
import { binary, usableBinaries } from './postgres-binaries.mjs';
import {
  environment,
  freshPlace,
  initialise,
  lastingPlace,
  OWNER,
  secretOf,
} from './postgres-folder.mjs';
import { runningServer, tailOf, untilReady, whileStarting } from './postgres-server.mjs';

const PROJECT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const STOP_MS = 20_000;
const FAST_AND_LOOSE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Where the data lies unless a caller says otherwise. */
export const DEFAULT_DIR = path.join(PROJECT, '.data', 'pg');

/**
 * Starts PostgreSQL on 127.0.0.1, or joins the server that already runs on the same folder.
 * `dir`: its folder (for an ephemeral server the folder in which a fresh one is made); `port`: 0 or
 * absent for any free one; `database`: created when absent; `settings`: server settings by name.
 * Answers `{ url, port, base, reused, exited, stop({ now }) }`: `exited` resolves to
 * `{ code, signal }` when the server ends; `stop` waits for that, and does nothing to a joined
 * server. Throws an Error with a sentence for people.
 */
export async function startLocalDb({
  dir,
  port = 0,
  database = 'tenner',
  settings = {},
  ephemeral = false,
  log = () => {},
} = {}) {
  const place = ephemeral ? freshPlace(dir) : lastingPlace(path.resolve(dir ?? DEFAULT_DIR), log);
  const native = usableBinaries(place.who, log);
  try {
    return await whileStarting(place.base, async () => {
      const secret = secretOf(place);
      const urlOn = (p, name) => `postgres://${OWNER}:${secret}@127.0.0.1:${p}/${name}`;
      const found = await runningServer(place.base, (p) => urlOn(p, 'postgres'));
      if (found === undefined) await initialise(native, place, ephemeral, log);
      const server = found
        ? joined(found, log)
        : await launch({ native, place, port, settings, ephemeral, log, urlOn });
      await ensureDatabase(urlOn(server.port, 'postgres'), database);
      const stop = async (how) => {
        await server.stop(how);
        if (ephemeral) fs.rmSync(place.base, { recursive: true, force: true });
      };
      return { ...server, stop, url: urlOn(server.port, database), base: place.base };
    });
  } catch (error) {
    if (ephemeral) fs.rmSync(place.base, { recursive: true, force: true });
    throw error;
  }
}

function joined({ port, pid }, log) {
  log(`joining the server that already runs there (process ${pid}, port ${port})`);
  return { port, reused: true, exited: new Promise(() => {}), stop: async () => {} };
}

async function launch({ tries = 3, ...options }) {
  const { native, place, port, settings, ephemeral, log, urlOn } = options;
  const { base, who } = place;
  if (port !== 0 && !(await isPortFree(port))) {
    throw new Error(`Port ${port} for the database is taken; choose another with DATABASE_PORT.`);
  }
  const bound = port === 0 ? await freePort() : port;
  const data = path.join(base, 'data');
  const logFile = path.join(base, 'postgres.log');
  const all = {
    listen_addresses: '127.0.0.1',
    port: bound,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(ephemeral ? FAST_AND_LOOSE : {}),
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  if (fs.existsSync(logFile)) fs.renameSync(logFile, path.join(base, 'postgres.previous.log'));
  const out = fs.openSync(logFile, 'wx', 0o600);
  // A process group of its own: Ctrl-C in the terminal must reach the parent alone, which ends the
  // application before the database.
  const child = spawn(binary(native, 'postgres'), ['-D', data, ...args], {
    ...who,
    cwd: base,
    detached: true,
    stdio: ['ignore', out, out],
    env: environment(base),
  });
  fs.closeSync(out);
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => resolve({ code: 1, signal: null, error }));
  });
  const release = guard(child.pid, { signal: 'INT', remove: ephemeral ? base : '' });
  void exited.then(release);
  child.unref();
  const stop = stopper({ child, exited, native, data });
  try {
    await untilReady(urlOn(bound, 'postgres'), exited, () => tailOf(logFile));
  } catch (error) {
    await stop();
    // Somebody else took the free port between the question and the start: take another.
    const stolen = port === 0 && tries > 1 && error.message.includes('Address already in use');
    if (!stolen) throw error;
    return launch({ ...options, tries: tries - 1 });
  }
  log(`PostgreSQL runs on 127.0.0.1:${bound}, data in ${data}`);
  return { port: bound, reused: false, exited, stop };
}

function stopper({ child, exited, native, data }) {
  const signal = (name, mode) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (process.platform !== 'win32') child.kill(name);
    else spawnSync(binary(native, 'pg_ctl'), ['stop', '-W', '-D', data, '-m', mode]);
  };
  /** `now` gives up the orderly end; the data stays safe, the next start replays its log. */
  return async function stop({ now = false } = {}) {
    child.ref();
    signal(now ? 'SIGQUIT' : 'SIGINT', now ? 'immediate' : 'fast');
    const late = setTimeout(() => signal('SIGQUIT', 'immediate'), STOP_MS);
    await exited;
    clearTimeout(late);
  };
}

async function ensureDatabase(url, name) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** The script: holds the server in the foreground until it is told to leave. */
async function foreground([dir]) {
  const port = portFrom('DATABASE_PORT', 0);
  const starting = startLocalDb({ dir, port, log: (line) => console.log(line) });
  let leaving = false;
  const leave = async (now) => {
    leaving = true;
    const server = await starting.catch(() => process.exit(1));
    await server.stop({ now });
    process.exit(now ? 130 : 0);
  };
  onLeave(
    () => void leave(false),
    () => void leave(true),
  );
  const server = await starting;
  console.log(server.url);
  if (server.reused) process.exit(0);
  if (!leaving) console.log('Ctrl-C stops it.');
  const { code, signal } = await server.exited;
  if (leaving) return;
  const log = path.join(server.base, 'postgres.log');
  console.error(`The database ended by itself; its log is ${log}.`);
  process.exit(exitCodeOf(code, signal));
}

if (isMain(import.meta.url)) {
  foreground(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
