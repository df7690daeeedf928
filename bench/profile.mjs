// npm run bench:profile: where the time of a send goes. One load as bench:send drives it, and for each send
// the processor time of the application, of the database and of the load generator, the statements by what
// the database spends on them, and the functions of the application by their own time. Processor time is
// counted by the system, so it says the same on a busy machine as on a quiet one.
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startLocalDb } from '../scripts/local-db.mjs';
import { migrate } from '../scripts/migrated-db.mjs';
import { startApplication, stop } from './application.mjs';
import { load } from './send/load.mjs';
import { seed } from './send/world.mjs';

const { values: flags } = parseArgs({
  options: {
    callers: { type: 'string', default: '128' },
    people: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '10' },
    rows: { type: 'string', default: '30' },
  },
});
const ROWS = Number(flags.rows);
const SECONDS = Number(flags.seconds);
const TICK_MS = 10;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenner-profile-'));
fs.chmodSync(folder, 0o755);
const settings = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
};
const server = await startLocalDb({ dir: path.join(folder, 'pg'), database: 'tenner', settings });
const client = new pg.Client({ connectionString: server.url });
let application;
try {
  await migrate(server.url);
  await client.connect();
  await client.query('CREATE EXTENSION pg_stat_statements');
  const people = await seed(client, server.url, Number(flags.people));
  application = await startApplication(server.url, ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
  const callers = Number(flags.callers);
  await load(application.port, { callers, seconds: 3, people });
  await client.query('SELECT pg_stat_statements_reset()');
  const before = spent();
  const { rate, p50, p99 } = await load(application.port, { callers, people, seconds: SECONDS });
  const after = spent();
  const sends = rate * SECONDS;
  console.log(`${callers} callers: ${Math.round(rate)} sends/s, p50 ${p50} ms, p99 ${p99} ms`);
  console.log('\nprocessor time for each send, in milliseconds');
  for (const name of Object.keys(after)) {
    console.log(`  ${((after[name] - before[name]) / sends).toFixed(3)} ${name}`);
  }
  await printStatements(sends);
} finally {
  await client.end();
  await stop(application);
  await server.stop();
  printFunctions();
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Milliseconds of processor time so far. */
function spent() {
  const postmaster = Number(
    fs.readFileSync(path.join(server.base, 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
  return {
    application: ticksOf(application.child.pid) * TICK_MS,
    database:
      [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + ticksOf(pid), 0) * TICK_MS,
    'load generator': ticksOf(process.pid) * TICK_MS,
  };
}

function fieldsOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  } catch {
    return [];
  }
}

function ticksOf(pid) {
  const fields = fieldsOf(pid);
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function childrenOf(parent) {
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => Number(fieldsOf(pid)[1]) === parent);
}

async function printStatements(sends) {
  const { rows } = await client.query(
    `SELECT calls, total_exec_time AS ms, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS query
       FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT $1`,
    [ROWS],
  );
  console.log('\nstatements: microseconds for each send, calls for each send');
  for (const { calls, ms, query } of rows) {
    const micros = ((ms * 1000) / sends).toFixed(1).padStart(7);
    console.log(`${micros} ${(calls / sends).toFixed(3).padStart(7)}  ${query}`);
  }
}

function printFunctions() {
  const file = fs.readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) return;
  const { nodes, samples, timeDeltas } = JSON.parse(
    fs.readFileSync(path.join(folder, file), 'utf8'),
  );
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const own = new Map();
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id);
    const place = `${functionName || '(anonymous)'} ${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`;
    own.set(place, (own.get(place) ?? 0) + timeDeltas[index] / 1000);
  });
  console.log('\nfunctions: own milliseconds over the whole run');
  for (const [place, ms] of [...own].sort((a, b) => b[1] - a[1]).slice(0, ROWS)) {
    console.log(`${ms.toFixed(0).padStart(7)}  ${place}`);
  }
}
