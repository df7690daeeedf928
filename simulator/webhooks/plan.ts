// How a test wants events delivered: the mode, which types it is for, and its numbers. Events of
// other types are delivered as always.
import type Stripe from 'stripe';
import { seeded } from '../control/faults.js';

export const WEBHOOK_MODES = [
  'auto',
  'hold',
  'drop',
  'duplicate',
  'reorder',
  'delay',
  'early',
] as const;
export type WebhookMode = (typeof WEBHOOK_MODES)[number];

export interface Plan {
  mode: WebhookMode;
  /** Types or groups such as `charge.*` that the mode is for; all when empty. */
  types: readonly string[];
  /** How late events are (`delay`), or the answer is (`early`), in milliseconds. */
  ms: number;
  /** How many events make a batch that is shuffled (`reorder`). */
  size: number;
  /** Makes a shuffle the same in every run. */
  seed: number;
}

export const AUTO: Plan = { mode: 'auto', types: [], ms: 0, size: 10, seed: 1 };

/** The mode in which one event is delivered. */
export function modeFor({ mode, types }: Plan, event: Stripe.Event): WebhookMode {
  const meant = types.some((each) =>
    each.endsWith('*') ? event.type.startsWith(each.slice(0, -1)) : event.type === each,
  );
  return types.length === 0 || meant ? mode : 'auto';
}

/** The same things in another order, which depends on the seed alone. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const draw = seeded(seed);
  return items
    .map((item) => ({ item, at: draw() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
}
