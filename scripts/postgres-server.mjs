// Questions about a PostgreSQL server on a folder: does one run there already, is it ready, is
// somebody else just starting it. A postmaster.pid proves nothing by itself, because it survives a
// kill and its number may belong to a stranger by now; only a server that answers our password with
// our folder counts as ours.
import * as fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const READY_MS = 60_000;
const POLL_MS = 50;

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The command line of a process, or '' when it cannot be seen. */
function commandOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}

async function dataFolderAt(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('SHOW data_directory');
    return rows[0].data_directory;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * The server that runs on the data folder below `base`, as `{ pid, port }`, waiting while it starts
 * or ends; undefined when none does. `urlOn(port)` makes the address to ask.
 */
export async function runningServer(base, urlOn) {
  const data = path.join(base, 'data');
  const file = path.join(data, 'postmaster.pid');
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(POLL_MS * 2)) {
    if (!fs.existsSync(file)) return undefined;
    const [pid, , , port] = fs.readFileSync(file, 'utf8').split('\n').map(Number);
    if (!(pid > 0) || !alive(pid)) return undefined; // Left by a kill; PostgreSQL clears it itself.
    if (!commandOf(pid).includes('postgres')) {
      // The number was given to another program since, which PostgreSQL would take for its rival.
      fs.rmSync(file);
      return undefined;
    }
    const answer = port > 0 ? await dataFolderAt(urlOn(port)).catch(() => undefined) : undefined;
    if (answer !== undefined && path.resolve(answer) === fs.realpathSync(data))
      return { pid, port };
  }
  throw new Error(
    `A PostgreSQL server holds ${data} but does not answer; end it or remove ${file}.`,
  );
}

/** Waits until `url` answers; throws with the end of the log when the server ends before. */
export async function untilReady(url, exited, tail) {
  let gone;
  void exited.then((how) => (gone = how));
  let last;
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(POLL_MS)) {
    if (gone) throw new Error(`The database did not start: ${gone.error?.message ?? tail()}`);
    try {
      await dataFolderAt(url);
      return;
    } catch (error) {
      last = error;
      if (error.code === '28P01') break;
    }
  }
  throw new Error(`The database does not let us in: ${last?.message}\n${tail()}`);
}

/** The last lines of a log file. */
export function tailOf(file) {
  return fs.readFileSync(file, 'utf8').trim().split('\n').slice(-8).join('\n');
}

/** Runs `work` while no other process starts a server below `base`. */
export async function whileStarting(base, work) {
  const file = path.join(base, 'starting');
  for (const end = Date.now() + READY_MS; ; await sleep(POLL_MS)) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = Number(readOr(file, '0'));
      if (holder > 0 && !alive(holder)) fs.rmSync(file, { force: true });
      else if (Date.now() > end) {
        throw new Error(`Another process is starting it; if not, remove ${file}.`, {
          cause: error,
        });
      }
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function readOr(file, other) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return other;
  }
}
