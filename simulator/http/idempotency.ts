// Idempotency keys as Stripe's v1 keeps them: once an endpoint has begun to execute, its status and
// body are saved (500s too) and given again for 24 hours; the same key with other parameters or on
// another path is refused, and while the first request runs, a second one is told to come back.
import type { Clock } from '../core/clock.js';
import { idempotencyFault, invalidRequest } from '../core/errors.js';
import type { SavedAnswer } from '../core/kinds.js';
import type { Store } from '../core/store.js';

/** How long a key lives, in seconds of the simulator's clock. */
export const KEY_LIFE = 86_400;
const LONGEST_KEY = 255;

export interface Asked {
  key: string;
  /** Keys of different accounts have nothing to do with each other. */
  account: string;
  method: string;
  path: string;
  fingerprint: string;
}

export class Idempotency {
  private readonly running = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /**
   * The saved answer of `asked`, or undefined when it must run. Throws for a key that is too long,
   * in use, or was first used for something else.
   */
  find(asked: Asked): SavedAnswer | undefined {
    const { key, account } = asked;
    if (key.length > LONGEST_KEY) {
      const message = `Idempotency keys can be at most ${String(LONGEST_KEY)} characters long.`;
      throw invalidRequest(message, { param: 'Idempotency-Key' });
    }
    if (this.running.has(`${account} ${key}`)) {
      throw idempotencyFault(
        409,
        `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}.`,
        'idempotency_key_in_use',
      );
    }
    const saved = this.store.get('saved_answer', key, account);
    if (saved === undefined) return undefined;
    if (saved.created + KEY_LIFE <= this.clock.now()) {
      this.store.forget('saved_answer', key, account);
      return undefined;
    }
    if (saved.method !== asked.method || saved.path !== asked.path) {
      throw idempotencyFault(
        400,
        `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${asked.path}' vs '${saved.path}'). Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    if (saved.fingerprint !== asked.fingerprint) {
      throw idempotencyFault(
        400,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    return saved;
  }

  /** Forgets every saved answer, as if its time were over. */
  forgetAll(): void {
    for (const account of this.store.owners()) {
      const keys = [...this.store.all('saved_answer', account)].map(({ id }) => id);
      this.store.apply(keys.map((id) => ['saved_answer', { id }, account, 'removed']));
    }
  }

  /** Runs `work` while the key counts as in use. */
  async holding<T>(key: string, account: string, work: () => Promise<T>): Promise<T> {
    const name = `${account} ${key}`;
    this.running.add(name);
    try {
      return await work();
    } finally {
      this.running.delete(name);
    }
  }
}
