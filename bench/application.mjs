// The compiled application as a process of its own, for benchmarks: on the database given, with nothing
// that would slow a load down on purpose. The processor is never asked by what is measured.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../scripts/ports.mjs';
import { newSecret, newSigningKey } from '../scripts/signing-key.mjs';

const MAIN = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));

/** Starts it, with these arguments for Node, and waits until it is ready. */
export async function startApplication(databaseUrl, args = []) {
  const port = await freePort();
  const child = spawn(process.execPath, ['--max-semi-space-size=64', ...args, MAIN], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      STRIPE_SECRET_KEY: 'sk_test_unused',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_unused',
      STRIPE_WEBHOOK_SECRET: 'whsec_unused',
      STRIPE_API_URL: 'http://127.0.0.1:9',
      LEDGER_SIGNING_KEY: newSigningKey(),
      PIN_PEPPER: newSecret(),
      PERSONAL_DATA_KEY: newSecret(),
      VELOCITY_SENDS: '1000000000',
      VELOCITY_AMOUNT: '1000000000',
      LIMITS: ['new', 'confirmed', 'verified']
        .map((tier) => tier + ' 1000000000'.repeat(4))
        .join(';'),
      CONFIRM_ABOVE: 'off',
      CONFIRM_FIRST: 'off',
      UNDO_SECONDS: '0',
      PROCESSOR_FEED_SECONDS: '86400',
      LOG_LEVEL: 'warn',
    },
  });
  for (let tries = 0; tries < 200; tries++) {
    await sleep(100);
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (ready?.ok) return { child, port };
  }
  child.kill('SIGKILL');
  throw new Error('the application did not become ready');
}

/** Ends what was started, and waits until it has ended. */
export async function stop(running) {
  if (running === undefined) return;
  const ended = new Promise((resolve) => running.child.once('exit', resolve));
  running.child.kill('SIGTERM');
  await ended;
}
