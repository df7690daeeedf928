// npm run bench:send: the whole "send money" from a balance, over HTTP, against the real application on a
// real PostgreSQL that flushes to disk; beside it, in the same run and on the same server, PostgreSQL's own
// TPC-B with 16 clients, when pgbench is on the machine. The load generator shares the processors with
// both, so read the ratios, not the absolute figures. `--earlier 1000000` sends that many payments first
// and then compares with the rate on the empty database; it takes a while. `--report` keeps the page.
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startLocalDb } from '../scripts/local-db.mjs';
import { migrate } from '../scripts/migrated-db.mjs';
import { startApplication, stop } from './application.mjs';
import { deliveries } from './send/delivery.mjs';
import { load } from './send/load.mjs';
import { median, pageOf, quantile } from './send/print.mjs';
import { prepareTpcb } from './send/tpcb.mjs';
import { bytesPerSend, runAudit, seed, seedOnePayee } from './send/world.mjs';

const REPORTS = fileURLToPath(new URL('reports', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    callers: { type: 'string', default: '1,16,64,128' },
    people: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    earlier: { type: 'string', default: '0' },
    report: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(flags.seconds);
const ROUNDS = Number(flags.rounds);
const CALLERS = flags.callers.split(',').map(Number);
const MOST = CALLERS.at(-1);
const PAYERS_OF_ONE = 2000;
const PROBES = { pairs: 20, perSecond: 20 };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenner-bench-'));
fs.chmodSync(folder, 0o755);
const server = await startLocalDb({ dir: path.join(folder, 'pg'), database: 'tenner' });
const client = new pg.Client({ connectionString: server.url });
let application;
try {
  await migrate(server.url);
  await client.connect();
  const people = await seed(client, server.url, Number(flags.people));
  const payers = await seedOnePayee(client, server.url, PAYERS_OF_ONE);
  application = await startApplication(server.url);
  const tpcb = await prepareTpcb(client, server.url);
  if (tpcb === undefined) console.log('pgbench is not on this machine; its column stays empty.');
  const before = await bytesPerSend(client);
  const run = (options) => load(application.port, { seconds: SECONDS, people, ...options });
  await run({ callers: MOST, seconds: 3 }); // warms the compiler and the connections
  const rates = await byCallers(run, tpcb);
  const { rate } = rates.at(-1);
  const result = {
    rates,
    half: await atHalf(run, people, rate / 2),
    one: await payingOne(run, payers),
    earlier: await afterEarlier(run, rate),
    ...(await closing(before)),
  };
  const page = pageOf(result, { rounds: ROUNDS, seconds: SECONDS });
  console.log(`\n${page}`);
  if (flags.report) {
    const date = new Date().toISOString().slice(0, 10);
    fs.writeFileSync(path.join(REPORTS, `${date}-send.md`), page);
  }
} finally {
  await client.end();
  await stop(application);
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Rates and latencies for each number of callers, each round right after one of TPC-B. */
async function byCallers(run, tpcb) {
  const rows = [];
  for (const callers of CALLERS) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      const reference = tpcb?.(SECONDS);
      rounds.push({ tpcb: reference, ...(await run({ callers })) });
    }
    const of = (name) => median(rounds.map((round) => round[name]));
    const ratio = tpcb && median(rounds.map((round) => round.rate / round.tpcb));
    rows.push({
      ...{ callers, rate: of('rate'), p50: of('p50'), p99: of('p99') },
      ...{ tpcb: tpcb && of('tpcb'), ratio },
    });
  }
  return rows;
}

/** Latencies at half of the top rate, and how soon payees have it on their screens meanwhile. */
async function atHalf(run, people, rate) {
  const pairs = Array.from({ length: PROBES.pairs }, (_, i) => people.slice(2 * i, 2 * i + 2));
  const [{ p50, p99 }, times] = await Promise.all([
    run({ callers: MOST, rate, people: people.slice(2 * PROBES.pairs) }),
    deliveries(application.port, pairs, { ...PROBES, seconds: SECONDS }),
  ]);
  return { rate, p50, p99, heard50: quantile(times, 0.5), heard99: quantile(times, 0.99) };
}

/** Everybody pays one person, beside the spread load in the same rounds. */
async function payingOne(run, payers) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const spread = await run({ callers: MOST });
    const { rate, p99 } = await run({ callers: MOST, people: payers });
    rounds.push({ rate, p99, ratio: rate / spread.rate });
  }
  return {
    rate: median(rounds.map(({ rate }) => rate)),
    p99: median(rounds.map(({ p99 }) => p99)),
    ratio: median(rounds.map(({ ratio }) => ratio)),
  };
}

/** The rate once so many payments are there, beside the one before; undefined when none were wanted. */
async function afterEarlier(run, rateBefore) {
  const wanted = Number(flags.earlier);
  if (wanted === 0) return undefined;
  let { sends } = await bytesPerSend(client);
  while (sends < wanted) {
    await run({ callers: MOST, seconds: 30 });
    ({ sends } = await bytesPerSend(client));
  }
  await client.query('ANALYZE');
  const rates = [];
  for (let round = 0; round < ROUNDS; round++) rates.push((await run({ callers: MOST })).rate);
  return { sends, rate: median(rates), ratio: median(rates) / rateBefore };
}

async function closing(before) {
  const after = await bytesPerSend(client);
  const bytes = Math.round((after.bytes - before.bytes) / (after.sends - before.sends));
  return { bytes, audit: await runAudit(server.url) };
}
