// The compiled application as a process of its own on a world's database and processor, so that it
// can be killed like any process: at once, with whatever it was doing left half done. `npm test`
// builds it first; what it writes is kept.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/ports.mjs';
import { CONFIG, type Config } from '../../src/shared/config.js';
import type { World } from './world.js';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const PATIENCE_MS = 60_000;

export interface ChildApp {
  readonly url: string;
  /** Everything it has written to its two streams. */
  output(): string;
  /** SIGKILL: it does not even notice. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM: it finishes what it is doing. */
  stop(): Promise<void>;
}

/** Starts it and waits until it is ready. The caller ends it. */
export async function startChild(
  world: World,
  env: Record<string, string> = {},
): Promise<ChildApp> {
  if (!existsSync(MAIN)) throw new Error('run "npm run build:server" first: dist/ is not there');
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settingsOf(world), PORT: String(port), ...env },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (written += text));
  }
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  const url = `http://127.0.0.1:${String(port)}`;
  await ready(url, child, () => written);
  return {
    url,
    output: () => written,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function settingsOf(world: World): Record<string, string> {
  const { stripe, ledger, identity, velocity, cards, personalDataKey } = world.app.get<
    symbol,
    Config
  >(CONFIG);
  return {
    HOST: '127.0.0.1',
    DATABASE_URL: world.databaseUrl,
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecrets.join(' '),
    STRIPE_API_URL: world.simulator.url,
    PROCESSOR_FEED_SECONDS: String(stripe.feedSeconds),
    LEDGER_SIGNING_KEY: ledger.signingKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    PERSONAL_DATA_KEY: personalDataKey.export().toString('base64'),
    PIN_PEPPER: identity.pinPepper.export().toString('base64'),
    VELOCITY_SENDS: String(velocity.sendsPerTenMinutes),
    VELOCITY_AMOUNT: String(velocity.majorPerDay),
    LIMITS: ['new', 'confirmed', 'verified']
      .map((tier) => tier + ' 1000000000'.repeat(4))
      .join(';'),
    CONFIRM_ABOVE: 'off',
    UNDO_SECONDS: '0',
    CONFIRM_FIRST: 'off',
    CARDS_ACCEPTED: cards.accepted.join(' '),
    CARD_PEOPLE_MAX: String(cards.peopleMax),
    LOG_LEVEL: 'warn',
  };
}

async function ready(url: string, child: ChildProcess, written: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`the application did not become ready: ${written()}`);
}
