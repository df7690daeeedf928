// npm run bench:send: the whole "send money" from a balance, over HTTP, against the real application
// on a real PostgreSQL that flushes to disk, at 1, 16 and 128 callers; beside it, in the same run and
// on the same server, PostgreSQL's own TPC-B by pgbench when that program is on the machine. The
// load generator shares the processors with both, so read the ratios, not the absolute figures.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startLocalDb } from '../scripts/local-db.mjs';
import { migrate } from '../scripts/migrated-db.mjs';
import { startApplication, stop } from './application.mjs';
import { load } from './send-load.mjs';
import { bytesPerSend, runAudit, seed } from './send-world.mjs';

const { values: flags } = parseArgs({
  options: {
    callers: { type: 'string', default: '1,16,128' },
    people: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
  },
});
const SECONDS = Number(flags.seconds);
const ROUNDS = Number(flags.rounds);
const CALLERS = flags.callers.split(',').map(Number);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenner-bench-'));
fs.chmodSync(folder, 0o755);
const server = await startLocalDb({ dir: path.join(folder, 'pg'), database: 'tenner' });
const client = new pg.Client({ connectionString: server.url });
let application;
try {
  await migrate(server.url);
  await client.connect();
  const people = await seed(client, server.url, Number(flags.people));
  application = await startApplication(server.url);
  const pgbench = findPgbench();
  if (pgbench) await initPgbench(pgbench);
  else console.log('pgbench is not on this machine; its column stays empty.');
  const sentBefore = await bytesPerSend(client);
  const table = [];
  await load(application.port, CALLERS.at(-1), 3, people); // warms the compiler and the connections
  for (const callers of CALLERS) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      const tpcb = pgbench ? runPgbench(pgbench, callers) : undefined;
      rounds.push({ tpcb, ...(await load(application.port, callers, SECONDS, people)) });
    }
    table.push(rowOf(callers, rounds));
  }
  print(table);
  const sentAfter = await bytesPerSend(client);
  const sends = sentAfter.sends - sentBefore.sends;
  console.log(
    `bytes per send, all tables and indexes: ${Math.round((sentAfter.bytes - sentBefore.bytes) / sends)}`,
  );
  console.log(await runAudit(server.url));
} finally {
  await client.end();
  await stop(application);
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}

function findPgbench() {
  const folders = fs.existsSync('/usr/lib/postgresql')
    ? fs.readdirSync('/usr/lib/postgresql').map((v) => `/usr/lib/postgresql/${v}/bin/pgbench`)
    : [];
  return ['pgbench', ...folders].find((file) => spawnSync(file, ['--version']).status === 0);
}

function pgbenchArguments() {
  const { hostname, port, username, password } = new URL(server.url);
  return {
    args: ['-h', hostname, '-p', port, '-U', username],
    env: { ...process.env, PGPASSWORD: password },
  };
}

async function initPgbench(file) {
  await client.query('CREATE DATABASE tpcb');
  const { args, env } = pgbenchArguments();
  spawnSync(file, [...args, '-i', '-q', '-s', '50', 'tpcb'], { env });
}

function runPgbench(file, callers) {
  const { args, env } = pgbenchArguments();
  const run = ['-c', String(callers), '-j', '2', '-T', String(SECONDS), 'tpcb'];
  const { stdout } = spawnSync(file, [...args, '-n', ...run], { env, encoding: 'utf8' });
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function rowOf(callers, rounds) {
  const of = (name) => median(rounds.map((round) => round[name]));
  const ratios = rounds.filter((r) => r.tpcb > 0).map((r) => r.rate / r.tpcb);
  return {
    callers,
    'sends/s': Math.round(of('rate')),
    'p50 ms': of('p50'),
    'p99 ms': of('p99'),
    'TPC-B tx/s': rounds[0].tpcb ? Math.round(of('tpcb')) : '',
    'sends per TPC-B': ratios.length > 0 ? median(ratios).toFixed(2) : '',
  };
}

function print(table) {
  console.log(
    `\n${os.cpus().length} processors, Node ${process.version}, ${ROUNDS} rounds of ${SECONDS} s, medians`,
  );
  console.table(table);
}
