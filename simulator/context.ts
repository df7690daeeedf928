// The parts one running simulator is made of, handed together to whatever serves a request.
import type { Faults } from './control/faults.js';
import type { Clock } from './core/clock.js';
import type { Store } from './core/store.js';
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
