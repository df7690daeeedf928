// npm run bench:chat: how soon everybody in a thread has what one of them said, through the real
// application with real sockets on a real PostgreSQL that flushes to disk, beside socket.io alone, which
// sends packets of the same size to the same clients and keeps nothing. Both take turns within each round,
// so that what else the machine does hits both alike. Read the ratios, not the absolute figures.
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
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '5' },
    report: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(flags.seconds);
const ROUNDS = Number(flags.rounds);
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
  const page = pageOf({ cells, rounds: ROUNDS, pace: PACE, crowd: CROWD });
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
  const cells = contenders.map(({ name }) => ({ name, sockets: count, rounds: [] }));
  for (let round = -1; round < ROUNDS; round++) {
    // Who comes first takes turns; the round before the first warms compilers and connections.
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const index of order) {
      const found = await run(contenders[index], count, round < 0 ? 2 : SECONDS);
      if (round >= 0) cells[index].rounds.push(found);
    }
  }
  for (const contender of contenders) contender.close();
  return cells;
}

async function run(contender, count, seconds) {
  const listeners = await audience(contender, count);
  const times = await paced(contender, listeners, { ...PACE, seconds, body: BODY });
  const { rate } = await crowded(contender, listeners, { ...CROWD, seconds, body: BODY });
  listeners.close();
  return { ...times, rate };
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
