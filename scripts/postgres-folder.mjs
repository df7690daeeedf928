// The folder of one embedded server: the cluster (data), the owner's password (secret, mode 0600) and
// the server's log. It must be reachable by the user the server runs as, which for root is somebody
// else; where that cannot be, the folder only holds a pointer to the place that is used.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binary, databaseUser, privateHome } from './postgres-binaries.mjs';

/** Login of the cluster's owner. */
export const OWNER = 'tenner_owner';

/** A folder for a lasting server that its user can reach, and that user. */
export function lastingPlace(dir, log) {
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const pointer = path.join(dir, 'location');
  let base = fs.existsSync(pointer) ? fs.readFileSync(pointer, 'utf8').trim() : dir;
  const data = path.join(base, 'data');
  const who = databaseUser(fs.existsSync(data) ? fs.statSync(data) : undefined);
  if (who.uid === undefined) {
    const mine = process.platform === 'win32' || fs.statSync(base).uid === process.getuid();
    if (!mine) throw new Error(`${base} belongs to another user; run as that user or remove it.`);
    return { base, who };
  }
  if (base === dir && !give(dir, who)) {
    // Below a home that only root may enter: the data must live where its user can go.
    base = fs.mkdtempSync(path.join(privateHome(), 'data-'));
    give(base, who);
    fs.writeFileSync(pointer, `${base}\n`);
    log(`user ${who.uid} cannot enter ${dir}; the data lives in ${base}`);
  }
  return { base, who };
}

/** A new folder for a server that leaves nothing behind, and its user. */
export function freshPlace(parent) {
  const who = databaseUser();
  for (const folder of [parent ?? tmpdir(), privateHome()]) {
    fs.mkdirSync(folder, { recursive: true });
    const base = fs.mkdtempSync(path.join(folder, 'tenner-pg-'));
    if (who.uid === undefined || give(base, who)) return { base, who };
    fs.rmSync(base, { recursive: true });
  }
  throw new Error(`User ${who.uid} can write neither in ${parent ?? tmpdir()} nor elsewhere.`);
}

/** Hands a folder to the database user; false when that user cannot reach it. */
function give(folder, who) {
  fs.chownSync(folder, who.uid, who.gid);
  const probe = ['-c', 'test -x "$1" && test -w "$1"', 'sh', folder];
  return spawnSync('/bin/sh', probe, { ...who, cwd: '/' }).status === 0;
}

/** The owner's password: made at random for a new folder, else the one kept there. */
export function secretOf({ base, who }) {
  const file = path.join(base, 'secret');
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').trim();
  if (fs.existsSync(path.join(base, 'data'))) {
    throw new Error(`${file}, the password of the data beside it, is gone; bring it back.`);
  }
  const secret = randomBytes(24).toString('hex');
  fs.writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  if (who.uid !== undefined) fs.chownSync(file, who.uid, who.gid);
  return secret;
}

/** Makes the cluster of a new folder; leaves an existing one alone. */
export async function initialise(native, { base, who }, ephemeral, log) {
  const data = path.join(base, 'data');
  if (fs.existsSync(data)) return;
  log(`making a new database in ${base}`);
  // Made aside and then renamed, so that an interrupted first start leaves no half of a cluster.
  const half = `${data}.half`;
  fs.rmSync(half, { recursive: true, force: true });
  const args = ['-D', half, '-U', OWNER, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  args.push(`--pwfile=${path.join(base, 'secret')}`, '--data-checksums');
  if (ephemeral) args.push('--no-sync');
  // A process group of its own, so that Ctrl-C in the terminal does not break it off half way.
  const child = spawn(binary(native, 'initdb'), args, {
    ...who,
    cwd: base,
    env: environment(base),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (piece) => (complaint += piece));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve((complaint = error.message)));
    child.once('close', resolve);
  });
  if (code !== 0) {
    const advice = 'Set DATABASE_URL to a server of your own instead.';
    throw new Error(`The embedded PostgreSQL cannot be set up: ${complaint.trim()}. ${advice}`);
  }
  fs.renameSync(half, data);
}

/** What the server sees of the environment: no PG* variable of the caller may bend it. */
export function environment(base) {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].filter((name) => process.env[name]);
  const inherited = Object.fromEntries(kept.map((name) => [name, process.env[name]]));
  return { ...inherited, LC_ALL: 'C', HOME: base };
}
