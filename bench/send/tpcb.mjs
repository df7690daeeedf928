// PostgreSQL's own TPC-B by pgbench, on the same server and in the same run: the measure beside ours.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';

const CLIENTS = 16;
const SCALE = 50;

/** Prepares it in a database of its own; undefined where pgbench is not on the machine. */
export async function prepareTpcb(client, url) {
  const file = findPgbench();
  if (file === undefined) return undefined;
  await client.query('CREATE DATABASE tpcb');
  const { hostname, port, username, password } = new URL(url);
  const args = ['-h', hostname, '-p', port, '-U', username];
  const env = { ...process.env, PGPASSWORD: password };
  spawnSync(file, [...args, '-i', '-q', '-s', String(SCALE), 'tpcb'], { env });
  /** Runs it for so many seconds, and answers transactions per second. */
  return (seconds) => {
    const run = ['-n', '-c', String(CLIENTS), '-j', '2', '-T', String(seconds), 'tpcb'];
    const { stdout } = spawnSync(file, [...args, ...run], { env, encoding: 'utf8' });
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  };
}

function findPgbench() {
  const folders = fs.existsSync('/usr/lib/postgresql')
    ? fs.readdirSync('/usr/lib/postgresql').map((v) => `/usr/lib/postgresql/${v}/bin/pgbench`)
    : [];
  return ['pgbench', ...folders].find((file) => spawnSync(file, ['--version']).status === 0);
}
