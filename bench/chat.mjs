// npm run bench:chat: how soon everybody in a thread has what one of them said, through the real
// application with real sockets on a real PostgreSQL that flushes to disk, beside socket.io alone, which
// sends packets of the same size to the same clients and keeps nothing. Both take turns every second or
// two, so that what else the machine does hits both alike. Read the ratios, not the absolute figures.
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startLocalDb } from '../scripts/local-db.mjs';
import { migrate } from '../scripts/migrated-db.mjs';
import { startApplication, stop } from './application.mjs';
import { bare, ours } from './chat/contenders.mjs';
import { audience, crowded, paced } from './chat/load.mjs';
import { pageOf } from './chat/print.mjs';
import { group } from './chat/world.mjs';

const REPORTS = fileURLToPath(new URL('reports', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    sockets: { type: 'string', default: '2,50,500' },
    rate: { type: 'string', default: '10' }, // messages per second, paced
    writers: { type: 'string', default: '16' }, // people who write; when there is no pace, all at once
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '20' },
    report: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(flags.seconds);
const WARM_UP = 2;
const ROUNDS = Number(flags.rounds) + WARM_UP;
const PACE = { perSecond: Number(flags.rate), seconds: SECONDS };
const CROWD = { writers: Number(flags.writers), seconds: SECONDS };
const BODY = 'Shall we meet at the lake on Saturday? I bring the canoe, you bring the pizza.';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenner-bench-'));
fs.chmodSync(folder, 0o755);
const server = await startLocalDb({ dir: path.join(folder, 'pg'), database: 'tenner' });
const client = new pg.Client({ connectionString: server.url });
let application;
try {
  await migrate(server.url);
  await client.connect();
  application = await startApplication(server.url);
  const cells = [];
  for (const count of flags.sockets.split(',').map(Number)) cells.push(...(await measure(count)));
  const page = pageOf({ cells, rounds: ROUNDS - WARM_UP, pace: PACE, crowd: CROWD });
  console.log(`\n${page}`);
  if (flags.report) {
    const date = new Date().toISOString().slice(0, 10);
    fs.writeFileSync(path.join(REPORTS, `${date}-chat.md`), page);
  }
} finally {
  await client.end();
  await stop(application);
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Both servers with as many sockets in one thread. */
async function measure(count) {
  const { threadId, people } = await group(client, count);
  await client.query('ANALYZE');
  const real = ours(application.port, people, threadId, CROWD.writers);
  const contenders = [real, await bare(await packetOf(real))];
  const cells = [];
  for (const contender of contenders) {
    const listeners = await audience(contender, count);
    cells.push({
      name: contender.name,
      sockets: count,
      contender,
      listeners,
      times: [],
      crowds: [],
    });
  }
  for (let round = 0; round < ROUNDS; round++) {
    // Who comes first takes turns.
    for (const cell of round % 2 === 0 ? cells : cells.toReversed()) await run(cell, round);
  }
  for (const { contender, listeners } of cells) {
    listeners.close();
    contender.close();
  }
  return cells;
}

async function run({ contender, listeners, times, crowds }, round) {
  const found = await paced(contender, listeners, { ...PACE, body: BODY });
  const crowd = await crowded(contender, listeners, { ...CROWD, body: BODY });
  // The first rounds warm compilers and connections.
  if (round < WARM_UP) return;
  times.push(...found);
  crowds.push(crowd);
}

/** What the real server sends for one message, so that the other sends as much. */
async function packetOf(real) {
  const listeners = await audience(real, 1);
  const packet = new Promise((resolve) => listeners.sockets[0].once('thread.changed', resolve));
  await real.say(0, { clientId: 'the-first-packet', body: BODY }, listeners.sockets);
  const heard = await packet;
  listeners.close();
  return heard;
}
