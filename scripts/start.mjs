// npm start: the parent of everything. It starts what is not configured (an embedded PostgreSQL
// without DATABASE_URL, the processor simulator without STRIPE_SECRET_KEY), migrates, starts the
// application and says where it is. When any part ends, or the parent is told to leave, everything
// it started ends too, the database last; what it did not start is never touched.
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Crew } from './crew.mjs';
import { exitCodeOf, onLeave } from './lifecycle.mjs';
import { startLocalDb } from './local-db.mjs';
import { startMailCatcher } from './mail-catcher.mjs';
import { answers, freePort, isPortFree, portFrom } from './ports.mjs';
import { keptSecret, keptSigningKey } from './signing-key.mjs';

const PROJECT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const READY_MS = 60_000;
const POLL_MS = 100;
const env = process.env;

const crew = new Crew();
let databaseStarting;
let ending;

const script = (name) => path.join(PROJECT, 'dist', name);
const say = (line) => console.log(`tenner: ${line}`);

/** Ends everything once, says why and exits; later calls wait for the first. */
function end(code, sentence) {
  ending ??= (async () => {
    (code === 0 ? console.log : console.error)(`\ntenner: ${sentence}`);
    await crew.end();
    const database = await databaseStarting?.catch(() => undefined);
    await database?.stop();
    if (code === 0) say('stopped.');
    process.exit(code);
  })();
  return ending;
}

async function endNow() {
  crew.kill();
  const database = await databaseStarting?.catch(() => undefined);
  await database?.stop({ now: true });
  process.exit(130);
}

/** Starts a part that must run as long as everything else. */
function startPart(name, file, extra) {
  const part = crew.start(script(file), extra);
  void part.exited.then((code) => end(code, `the ${name} ended (exit code ${code}); stopping.`));
}

/** Polls `ask` until it says yes; the part's own end is dealt with elsewhere. */
async function until(ask, what) {
  for (const stop = Date.now() + READY_MS; Date.now() < stop; await sleep(POLL_MS)) {
    if (ending) return ending;
    if (await ask()) return;
  }
  throw new Error(`${what} within ${READY_MS / 1000} seconds`);
}

async function choosePort() {
  const port = portFrom('PORT', 3000);
  if (await isPortFree(port)) return port;
  const other = port < 65_535 ? port + 1 : 3000;
  throw new Error(`port ${port} is taken; choose another, for example: PORT=${other} npm start`);
}

function needBuild() {
  const parts = ['src/main.js', 'src/migrate.js'];
  if (!env.STRIPE_SECRET_KEY) parts.push('simulator/main.js');
  const missing = parts.find((file) => !fs.existsSync(script(file)));
  if (missing) throw new Error(`dist/${missing} is missing; run: npm run build`);
}

async function startDatabase() {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, label: masked(env.DATABASE_URL) };
  databaseStarting = startLocalDb({ port: portFrom('DATABASE_PORT', 0), log: say });
  const database = await databaseStarting;
  if (ending) return ending;
  void database.exited.then(({ code, signal }) =>
    end(exitCodeOf(code, signal) || 1, 'the database ended; stopping.'),
  );
  const inside = path.relative(PROJECT, database.base);
  const folder = inside.startsWith('..') ? database.base : inside;
  const whose = database.reused ? ', already running and left running' : '';
  return { url: database.url, label: `embedded PostgreSQL, data in ${folder}${whose}` };
}

/** The address of a database without its password. */
function masked(address) {
  try {
    const url = new URL(address);
    if (url.password) url.password = '***';
    if (url.searchParams.has('password')) url.searchParams.set('password', '***');
    return `yours, ${url.href}`;
  } catch {
    return 'yours (DATABASE_URL)';
  }
}

/** Starts the simulator unless Stripe is configured; answers what the application must know. */
async function startProcessor(port) {
  if (env.STRIPE_SECRET_KEY) return { extra: {}, label: env.STRIPE_API_URL ?? 'Stripe' };
  const wanted = portFrom('SIMULATOR_PORT', 12_111);
  const simulatorPort = (await isPortFree(wanted)) ? wanted : await freePort();
  const origin = `http://localhost:${port}`;
  const random = () => randomBytes(18).toString('hex');
  const keys = {
    secret: env.SIMULATOR_SECRET_KEY || `sk_test_${random()}`,
    publishable: env.SIMULATOR_PUBLISHABLE_KEY || `pk_test_${random()}`,
    webhook: env.SIMULATOR_WEBHOOK_SECRET || `whsec_${random()}`,
  };
  startPart('processor simulator', 'simulator/main.js', {
    SIMULATOR_PORT: String(simulatorPort),
    SIMULATOR_DATA: env.SIMULATOR_DATA || path.join(PROJECT, '.data', 'simulator.jsonl'),
    SIMULATOR_SECRET_KEY: keys.secret,
    SIMULATOR_PUBLISHABLE_KEY: keys.publishable,
    SIMULATOR_WEBHOOK_URL: env.SIMULATOR_WEBHOOK_URL || `${origin}/webhooks/stripe`,
    SIMULATOR_WEBHOOK_SECRET: keys.webhook,
    SIMULATOR_WEB_ORIGIN: env.SIMULATOR_WEB_ORIGIN || origin,
  });
  await until(() => answers(simulatorPort), 'the processor simulator did not answer');
  const url = `http://localhost:${simulatorPort}`;
  const extra = {
    STRIPE_SECRET_KEY: keys.secret,
    STRIPE_PUBLISHABLE_KEY: keys.publishable,
    STRIPE_WEBHOOK_SECRET: keys.webhook,
    STRIPE_API_URL: url,
    DEMO: env.DEMO ?? '1',
  };
  return { extra, label: `simulator at ${url}, no real money moves` };
}

/** Catches mail unless a mail server is configured; answers what the application must know. */
async function startMail() {
  if (env.SMTP_URL) return { extra: {}, label: 'through your mail server' };
  const wanted = portFrom('MAIL_PORT', 8025);
  const pagePort = (await isPortFree(wanted)) ? wanted : 0;
  // It lives in this process and ends with it.
  const catcher = await startMailCatcher({ pagePort });
  return {
    extra: { SMTP_URL: catcher.smtpUrl, MAIL_PAGE_URL: catcher.pageUrl },
    label: `caught, to be read at ${catcher.pageUrl}`,
  };
}

async function migrate(url) {
  const code = await crew.start(script('src/migrate.js'), { DATABASE_URL: url }).exited;
  if (ending) return ending;
  if (code !== 0) await end(code, `the migrations ended with exit code ${code}; stopping.`);
}

async function isReady(port) {
  try {
    const signal = AbortSignal.timeout(2000);
    const answer = await fetch(`http://localhost:${port}/health/ready`, { signal });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}

async function main() {
  onLeave(
    (reason) => void end(0, `${reason}: stopping...`),
    () => void endNow(),
  );
  const port = await choosePort();
  needBuild();
  const database = await startDatabase();
  const processor = await startProcessor(port);
  const mail = await startMail();
  await migrate(database.url);
  const extra = {
    ...processor.extra,
    ...mail.extra,
    DATABASE_URL: database.url,
    PORT: String(port),
    LEDGER_SIGNING_KEY:
      env.LEDGER_SIGNING_KEY || keptSigningKey(path.join(PROJECT, '.data', 'ledger-key.pem')),
    PIN_PEPPER: env.PIN_PEPPER || keptSecret(path.join(PROJECT, '.data', 'pin-pepper')),
    PERSONAL_DATA_KEY:
      env.PERSONAL_DATA_KEY || keptSecret(path.join(PROJECT, '.data', 'personal-data-key')),
    // People start this by hand: the summary below must not drown in lines that say all is well.
    LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
  };
  startPart('application', 'src/main.js', extra);
  await until(() => isReady(port), 'the application was not ready');
  if (ending) return;
  const demo = !['', '0', undefined].includes(extra.DEMO ?? env.DEMO);
  console.log(`
  Tenner is ready.

    Web client   http://localhost:${port}${demo ? '   (demo: open the URL and tap a name)' : ''}
    API docs     http://localhost:${port}/docs
    Database     ${database.label}
    Processor    ${processor.label}
    Mail         ${mail.label}

  Ctrl-C stops everything.
`);
}

main().catch((error) => end(1, error.message));
