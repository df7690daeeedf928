// The parts one running simulator is made of, handed together to whatever serves a request, and the
// way to begin a piece of work with them.
import type { Faults } from './control/faults.js';
import type { Clock } from './core/clock.js';
import { PLATFORM } from './core/journal.js';
import type { Store } from './core/store.js';
import { Work, type Cause } from './core/work.js';
import type { RateLimits } from './http/guards.js';
import type { Idempotency } from './http/idempotency.js';
import type { RequestLog } from './http/request-log.js';
import type { Settings } from './settings.js';
import type { Deliveries } from './webhooks/deliveries.js';

export interface Context {
  settings: Settings;
  store: Store;
  clock: Clock;
  idempotency: Idempotency;
  deliveries: Deliveries;
  faults: Faults;
  requests: RequestLog;
  limits: RateLimits;
}

/** The cause of what no request caused. */
export const NO_CAUSE: Cause = { id: null, idempotency_key: null };

/** A new piece of work on an account, the platform's unless another is named. */
export function beginWork(context: Context, account = PLATFORM, cause: Cause = NO_CAUSE): Work {
  const { store, clock, deliveries } = context;
  const endpoints = (owner: string): number => deliveries.endpoints(owner);
  return new Work({ store, clock, cause, endpoints }, account);
}
