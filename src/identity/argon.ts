// Slow hashes of what people know: Argon2id. Each takes 19 MiB and a core for some milliseconds, so
// that at most two run at once in a process: a storm of sign-ins must not starve the payments.
import { hash, type Options, verify } from '@node-rs/argon2';
import type { KeyObject } from 'node:crypto';

// OWASP's parameters for Argon2id: 19 MiB, two passes, one lane.
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  // Whoever leaves hands the place on, so that nobody who comes later overtakes.
  else await new Promise<void>((go) => waiting.push(go));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

const optionsWith = (pepper?: KeyObject): Options =>
  pepper === undefined ? COST : { ...COST, secret: pepper.export() };

/** The hash of a secret. With a pepper it says nothing to whoever has the database alone. */
export const slowHash = (secret: string | Uint8Array, pepper?: KeyObject): Promise<string> =>
  inTurn(() => hash(secret, optionsWith(pepper)));

/** Whether the secret is the one that was hashed. */
export const slowVerify = (hashed: string, secret: string, pepper?: KeyObject): Promise<boolean> =>
  inTurn(() => verify(hashed, secret, optionsWith(pepper)));
