// What happens without a request: every second, and after each move of the clock, each account's due
// actions are run as pieces of work of their own. An action that fails is told and does not keep the
// others from happening.
import type { Context } from '../context.js';
import { Work } from '../core/work.js';
import { runDue } from '../resources/due.js';
import { expireAuthorisations } from '../resources/payment-intent-builder.js';
import '../resources/index.js';

/** Everything that time brings about; each is run on every account. */
const DUE: readonly ((work: Work) => void)[] = [expireAuthorisations, runDue];

/** How often what has just become due may make something else due at the same moment. */
const ROUNDS = 5;

/** Runs what is due now, on every account. */
export function sweep(context: Context): void {
  const { store, clock, deliveries } = context;
  const cause = { id: null, idempotency_key: null };
  for (let round = 0; round < ROUNDS; round += 1) {
    let changed = false;
    for (const account of store.owners()) {
      for (const happen of DUE) {
        const work = new Work(
          { store, clock, cause, endpoints: (owner) => deliveries.endpoints(owner) },
          account,
        );
        try {
          happen(work);
        } catch (error) {
          console.error('simulator:', error);
          continue;
        }
        changed = work.changed || changed;
        deliveries.enqueue(work.commit());
      }
    }
    if (!changed) return;
  }
}
