// What happens without a request: every second, and after each move of the clock, each account's due
// actions are run as pieces of work of their own. An action that fails is told and does not keep the
// others from happening.
import { beginWork, type Context } from '../context.js';
import type { Work } from '../core/work.js';
import { runDue } from '../resources/due.js';
import { expireAuthorisations } from '../resources/payment-intent-builder.js';
import '../resources/index.js';

/** Everything that time brings about; each is run on every account. */
const DUE: readonly ((work: Work) => void)[] = [expireAuthorisations, runDue];

/** How often what has just become due may make something else due at the same moment. */
const ROUNDS = 5;

/** How many stops one move of the clock makes at most; what is due then happens at its end. */
const STOPS = 10_000;

/** When the next thing is due, in seconds; null when nothing waits. */
function nextDue({ store }: Context): number | null {
  let next: number | null = null;
  for (const account of store.owners()) {
    for (const { at } of store.all('due', account)) next = Math.min(at, next ?? at);
  }
  return next;
}

function advance({ clock, store }: Context, seconds: number): void {
  const offset = clock.advance(seconds);
  store.apply([['clock', { id: 'clock', offset }]]);
}

/**
 * Moves the clock forward by `seconds`, stopping wherever something is due, so that everything
 * happens at its own time and what follows from it has its time too. Returns the new time.
 */
export function passTime(context: Context, seconds: number): number {
  const { clock } = context;
  const end = clock.now() + seconds;
  for (let stop = 0; stop < STOPS; stop += 1) {
    const next = nextDue(context);
    if (next === null || next > end) break;
    const ahead = next - clock.now();
    if (ahead > 0) advance(context, ahead);
    // What cannot happen stays due and must not keep the clock from moving on.
    if (!sweep(context)) break;
  }
  if (end > clock.now()) advance(context, end - clock.now());
  sweep(context);
  return clock.now();
}

/** Runs what is due now, on every account; returns whether anything happened. */
export function sweep(context: Context): boolean {
  const { store, deliveries } = context;
  let happened = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    let changed = false;
    for (const account of store.owners()) {
      for (const happen of DUE) {
        const work = beginWork(context, account);
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
    if (!changed) break;
    happened = true;
  }
  return happened;
}
