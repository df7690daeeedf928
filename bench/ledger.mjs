// npm run bench:ledger: our ledger beside its rivals and beside what the machine allows, all on one
// PostgreSQL server that flushes to disk, with the same accounts and the same client library; beside
// each rate stands whether the books were right. Contenders take turns within each round, so that
// what else the machine does hits all alike. Read the ratios, not the absolute figures.
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startLocalDb } from '../scripts/local-db.mjs';
import { barsOf } from './ledger/bars.mjs';
import { settingsOf, settle, sizeOf } from './ledger/database.mjs';
import { growth } from './ledger/history.mjs';
import { bare, findPgbench, tpcb } from './ledger/limits.mjs';
import { makeWorld, ours } from './ledger/ours.mjs';
import { pgledger } from './ledger/pgledger.mjs';
import { pageOf } from './ledger/print.mjs';
import { rafiki } from './ledger/rafiki.mjs';

const REPORTS = fileURLToPath(new URL('reports', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    only: { type: 'string' }, // for example: ours,pgledger,growth
    long: { type: 'string' }, // entries of the long history
    quick: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
  },
});
const PEOPLE = Number(flags.people);
const SECONDS = Number(flags.seconds ?? (flags.quick ? 1 : 4));
const ROUNDS = Number(flags.rounds ?? (flags.quick ? 1 : 3));
const SHORT_HISTORY = 20_000;
const LONG_HISTORY = Number(flags.long ?? (flags.quick ? 100_000 : 2_000_000));
const RAFIKI_HISTORY = 20_000;

const NAMES = ['ours', 'pgledger', 'tpcb', 'bare', 'rafiki', 'growth'];
const strange = flags.only?.split(',').find((name) => !NAMES.includes(name));
if (strange !== undefined) {
  console.error(`--only knows ${NAMES.join(', ')}; not "${strange}".`);
  process.exit(2);
}
const wanted = (name) => flags.only === undefined || flags.only.split(',').includes(name);
const cellsOf = (plan) =>
  Object.entries(plan).flatMap(([shape, callers]) => callers.map((c) => ({ shape, callers: c })));

const PLANS = {
  alone: cellsOf({ wide: [1, 8, 32], 'hot platform': [8, 32], 'batch 50': [1, 8] }),
  gathered: cellsOf({
    wide: [1, 8, 32, 128],
    zipf: [32, 128],
    'hot person': [32, 128],
    'hot platform': [32, 128],
  }),
  pgledger: cellsOf({
    wide: [1, 8, 32, 128],
    zipf: [8, 32],
    'hot person': [8, 32],
    'hot platform': [1, 8, 32, 128],
    'batch 50': [1, 8],
  }),
  rafiki: cellsOf({ wide: [1, 8, 32] }),
  tpcb: cellsOf({ wide: [1, 8, 32, 128] }),
  bare: cellsOf({ wide: [128] }),
};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenner-bench-'));
fs.chmodSync(folder, 0o755);
const server = await startLocalDb({ dir: path.join(folder, 'pg'), database: 'tenner' });
const contenders = [];
try {
  const settings = await settingsOf(server);
  const remarks = await enter(server);
  const cells = await measureAll();
  const verdicts = new Map();
  for (const one of contenders) verdicts.set(one.name, await one.invariants());
  await Promise.all(contenders.splice(0).map((one) => one.close()));
  const grown = wanted('growth') ? await grow() : undefined;
  const bars = barsOf(cells, verdicts, grown);
  const found = { cells, verdicts, grown, bars, remarks, settings };
  const page = pageOf({ ...found, rounds: ROUNDS, seconds: SECONDS });
  console.log(`\n${page}`);
  if (flags.report) write(page);
} finally {
  await Promise.all(contenders.map((one) => one.close()));
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Makes the contenders that are wanted and can run; answers a sentence about each that cannot. */
async function enter(server) {
  const remarks = [];
  if (wanted('ours')) {
    const world = await makeWorld(server, 'ours', PEOPLE);
    for (const how of ['gathered', 'alone']) contenders.push(ours(world, how, PLANS[how]));
  }
  const sqlFolder = process.env.PGLEDGER_DIR;
  if (wanted('pgledger') && sqlFolder) {
    contenders.push(await pgledger(server, sqlFolder, PEOPLE, PLANS.pgledger));
  } else if (wanted('pgledger')) {
    remarks.push('pgledger is left out: PGLEDGER_DIR names no folder with its SQL files.');
  }
  const pgbench = findPgbench();
  if (wanted('tpcb') && pgbench) contenders.push(await tpcb(server, pgbench, PLANS.tpcb));
  else if (wanted('tpcb')) remarks.push('TPC-B is left out: pgbench is not on this machine.');
  if (wanted('bare')) contenders.push(await bare(server, PEOPLE, PLANS.bare));
  if (wanted('rafiki')) {
    contenders.push(await rafiki(server, PEOPLE, RAFIKI_HISTORY, PLANS.rafiki));
    remarks.push(`Rafiki's shape has no added index and began with ${RAFIKI_HISTORY} transfers.`);
  }
  return remarks;
}

/** Runs every cell of every contender in every round, those with the same cell side by side. */
async function measureAll() {
  const all = contenders.flatMap((contender) =>
    contender.cells.map((cell) => ({ ...cell, name: contender.name, contender, rounds: [] })),
  );
  const order = [...new Set(all.map(({ shape, callers }) => `${shape} ${callers}`))];
  const turns = order.flatMap((key) =>
    all.filter(({ shape, callers }) => `${shape} ${callers}` === key),
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (const cell of turns) {
      const { contender } = cell;
      await settle(contender.client, contender.tables);
      const before = await sizeOf(contender.client);
      const figures = await contender.measure(cell, SECONDS);
      const bytes = ((await sizeOf(contender.client)) - before) / figures.transfers;
      cell.rounds.push({ ...figures, bytes });
      const place = `round ${round + 1}/${ROUNDS}  ${cell.name}, ${cell.shape}, ${cell.callers} callers`;
      console.log(`${place}: ${Math.round(figures.rate)}/s`);
    }
  }
  return all;
}

function grow() {
  const sizes = { people: PEOPLE, short: SHORT_HISTORY, long: LONG_HISTORY };
  return growth(server, { ...sizes, rounds: ROUNDS + 2, seconds: SECONDS });
}

function write(page) {
  const day = new Date().toISOString().slice(0, 10);
  const file = path.join(REPORTS, `${day}-ledger.md`);
  fs.mkdirSync(REPORTS, { recursive: true });
  fs.writeFileSync(file, `# Ledger benchmark, ${day}\n\n${page}`);
  console.log(`written to ${path.relative(process.cwd(), file)}`);
}
