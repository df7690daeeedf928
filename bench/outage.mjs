// npm run proof:outage: ten minutes in which the card processor takes every call and answers none.
// Sends from balances go on all the while at full load, over HTTP against the real application on a
// PostgreSQL that flushes to disk; one caller keeps trying a card. Before, during and after are
// minutes of one run on one machine, so the ratios between them are what counts. Leaves a report.
import autocannon from 'autocannon';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, URLSearchParams } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startLocalDb } from '../scripts/local-db.mjs';
import { migrate } from '../scripts/migrated-db.mjs';
import { freePort } from '../scripts/ports.mjs';
import { newSecret, newSigningKey } from '../scripts/signing-key.mjs';
import { runAudit, seed } from './send/world.mjs';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    callers: { type: 'string', default: '16' },
    people: { type: 'string', default: '2000' },
    slice: { type: 'string', default: '60' },
  },
});
const MINUTES = Number(flags.minutes);
const CALLERS = Number(flags.callers);
const SLICE_SECONDS = Number(flags.slice);
// Long enough for a charge that hangs to be given up twice.
const CARD_PAUSE_MS = 1000;
const HEAL_SECONDS = 300;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenner-outage-'));
fs.chmodSync(folder, 0o755);
const server = await startLocalDb({ dir: path.join(folder, 'pg'), database: 'tenner' });
const client = new pg.Client({ connectionString: server.url });
const running = [];
try {
  await migrate(server.url);
  await client.connect();
  const people = await seed(client, server.url, Number(flags.people));
  const [appPort, simulatorPort] = [await freePort(), await freePort()];
  const simulator = `http://127.0.0.1:${simulatorPort}`;
  const application = `http://127.0.0.1:${appPort}`;
  await startSimulator(simulatorPort, application);
  await startApplication(appPort, simulator);
  const payer = await withCard(application, simulator, people[0]);
  const cards = tryCards(application, payer);
  await load(application, people, 5); // warms the compiler and the connections
  const before = [await load(application, people, SLICE_SECONDS)];
  cards.phase('before');
  await hang(simulator);
  cards.phase('during');
  const during = [];
  for (let second = 0; second < MINUTES * 60; second += SLICE_SECONDS) {
    during.push(await load(application, people, SLICE_SECONDS));
  }
  await heal(simulator);
  cards.phase('after');
  const after = [await load(application, people, SLICE_SECONDS)];
  const tallies = await cards.stop();
  const left = await unfinished();
  const audit = await runAudit(server.url);
  report({ before, during, after, tallies, left, audit });
} finally {
  await client.end();
  for (const child of running.reverse()) await stop(child);
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}

async function startSimulator(port, application) {
  await start('dist/simulator/main.js', `http://127.0.0.1:${port}/_simulator/health`, {
    SIMULATOR_PORT: String(port),
    SIMULATOR_HOST: '127.0.0.1',
    SIMULATOR_WEBHOOK_URL: `${application}/webhooks/stripe`,
  });
}

async function startApplication(port, simulator) {
  await start('dist/src/main.js', `http://127.0.0.1:${port}/health/ready`, {
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: server.url,
    STRIPE_SECRET_KEY: 'sk_test_simulator',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_simulator',
    STRIPE_WEBHOOK_SECRET: 'whsec_simulator',
    STRIPE_API_URL: simulator,
    LEDGER_SIGNING_KEY: newSigningKey(),
    PIN_PEPPER: newSecret(),
    PERSONAL_DATA_KEY: newSecret(),
    VELOCITY_SENDS: '1000000000',
    VELOCITY_AMOUNT: '1000000000',
    LIMITS: ['new', 'confirmed', 'verified']
      .map((tier) => tier + ' 1000000000'.repeat(4))
      .join(';'),
    CONFIRM_ABOVE: 'off',
    UNDO_SECONDS: '0',
    CONFIRM_FIRST: 'off',
    LOG_LEVEL: 'fatal',
  });
}

async function start(file, readyUrl, env) {
  const child = spawn(process.execPath, [path.join(PROJECT, file)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  running.push(child);
  for (let tries = 0; tries < 200; tries++) {
    await sleep(100);
    const ready = await fetch(readyUrl).catch(() => undefined);
    if (ready?.ok) return;
  }
  throw new Error(`${file} did not become ready`);
}

async function stop(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await ended;
}

async function post(url, headers, body) {
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, body: await response.json() };
}

function asPerson({ token }) {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}

/** A person whose card has been added, as a browser would do it. */
async function withCard(application, simulator, person) {
  const headers = asPerson(person);
  const setup = await post(`${application}/v1/cards/setup`, headers, '{}');
  await post(
    `${simulator}/v1/setup_intents/${setup.body.setupIntentId}/confirm`,
    { authorization: 'Bearer pk_test_simulator' },
    new URLSearchParams({
      client_secret: setup.body.clientSecret,
      payment_method: 'pm_card_visa_debit',
    }),
  );
  const { setupIntentId } = setup.body;
  const card = await post(`${application}/v1/cards`, headers, JSON.stringify({ setupIntentId }));
  if (card.status !== 201) throw new Error(`the card was not added: ${JSON.stringify(card.body)}`);
  return { ...person, cardId: card.body.id };
}

async function hang(simulator) {
  for (const method of ['GET', 'POST']) {
    const fault = { path: '*', method, mode: 'hang', times: 0, after: false };
    const headers = { 'content-type': 'application/json' };
    await post(`${simulator}/_simulator/faults`, headers, JSON.stringify(fault));
  }
}

async function heal(simulator) {
  await fetch(`${simulator}/_simulator/faults`, { method: 'DELETE' });
}

/** Begins a charge of a card every second, whatever became of the last; counts the answers. */
function tryCards(application, payer) {
  const { threadId } = JSON.parse(payer.body);
  const tallies = { before: {}, during: {}, after: {} };
  const open = new Set();
  let phase = 'before';
  const attempt = async () => {
    const mine = phase;
    const { status, body } = await post(
      `${application}/v1/payments`,
      { ...asPerson(payer), 'idempotency-key': randomUUID() },
      JSON.stringify({
        threadId,
        amount: { amount: '1.00', currency: 'EUR' },
        funding: { source: 'card', cardId: payer.cardId },
      }),
    );
    const word = `${status} ${body.code ?? body.state}`;
    tallies[mine][word] = (tallies[mine][word] ?? 0) + 1;
  };
  const timer = setInterval(() => {
    const running = attempt().finally(() => open.delete(running));
    open.add(running);
  }, CARD_PAUSE_MS);
  return {
    phase: (name) => (phase = name),
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      return tallies;
    },
  };
}

/** Waits until every card payment has ended; how long it took, and how many have not. */
async function unfinished() {
  const from = Date.now();
  for (;;) {
    const { rows } = await client.query(
      `SELECT count(*)::int AS n FROM payments.payments WHERE state = 'funding'`,
    );
    const seconds = Math.round((Date.now() - from) / 1000);
    if (rows[0].n === 0 || seconds > HEAL_SECONDS) return { open: rows[0].n, seconds };
    await sleep(1000);
  }
}

/** Callers that send one cent to the other person of their thread, again and again. */
async function load(application, people, seconds) {
  let next = 0;
  const result = await autocannon({
    url: application,
    connections: CALLERS,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: '/v1/payments',
        setupRequest: (request) => {
          const person = people[(next = (next + 7919) % people.length)];
          const headers = { ...asPerson(person), 'idempotency-key': randomUUID() };
          return { ...request, headers, body: person.body };
        },
      },
    ],
  });
  return {
    rate: result['2xx'] / result.duration,
    sent: result['2xx'],
    failed: result.non2xx + result.errors,
    p50: result.latency.p50,
    p99: result.latency.p99,
    max: result.latency.max,
  };
}

function report({ before, during, after, tallies, left, audit }) {
  const [base] = before;
  const line = (name, { rate, failed, sent, p50, p99, max }) =>
    `| ${name} | ${Math.round(rate)} | ${(rate / base.rate).toFixed(2)} | ${p50} | ${p99} | ${max} | ${sent} | ${failed} |`;
  const words = (tally) =>
    Object.entries(tally)
      .map(([word, count]) => `${count} × ${word}`)
      .join(', ') || 'none';
  const date = new Date().toISOString().slice(0, 10);
  const text = `# The processor away for ${MINUTES} minutes

${date}, ${os.cpus().length} processors shared by everything, Node ${process.version}. \`npm run proof:outage -- --minutes ${MINUTES}\`, ${CALLERS} callers.
From the second row to the last but one the processor took every call and answered none.

| slice of ${SLICE_SECONDS} s | sends/s | of before | p50 ms | p99 ms | slowest ms | sent | not 2xx |
|---|---|---|---|---|---|---|---|
${[line('before', base), ...during.map((each, i) => line(`during ${i + 1}`, each)), ...after.map((each) => line('after', each))].join('\n')}

Cards, one attempt a second:

- before: ${words(tallies.before)}
- during: ${words(tallies.during)}
- after: ${words(tallies.after)}

Card payments that were still being checked ${left.seconds} s after the load ended: ${left.open}.
${audit}
`;
  console.log(text);
  fs.mkdirSync(path.join(PROJECT, 'bench/reports'), { recursive: true });
  fs.writeFileSync(path.join(PROJECT, `bench/reports/${date}-outage.md`), text);
}
