// What happens by itself: authorisations that run out, and everything Stripe does a moment, minutes
// or days after a request. Such a sequel is a row with its time; the sweep, which runs every second
// and after each move of the clock, lets it happen once and in the order of its time.
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { expireAuthorisations } from './payment-intent-builder.js';

export type DueAction = (work: Work, objectId: string) => void;

const ACTIONS = new Map<string, DueAction>();

/** Says what `what` does to its object; called once per name, when the resource is loaded. */
export function onDue(what: string, action: DueAction): void {
  ACTIONS.set(what, action);
}

/** Lets `what` happen to an object in `seconds`; with 0, in the next sweep. */
export function later(work: Work, seconds: number, what: string, objectId: string): void {
  work.put('due', { id: newId('due'), at: work.now() + seconds, what, object: objectId });
}

/** Lets everything happen whose time has come. Throws for a name nobody has given an action. */
export function runDue(work: Work): void {
  const ready = [...work.store.all('due')].filter(
    (row) => row.done !== true && row.at <= work.now(),
  );
  for (const row of ready.sort((left, right) => left.at - right.at)) {
    const action = ACTIONS.get(row.what);
    if (action === undefined) throw new Error(`Nothing is known to do for '${row.what}'`);
    action(work, row.object);
    work.put('due', { ...row, done: true });
  }
}

/** What every sweep does. */
export const DUE: readonly ((work: Work) => void)[] = [expireAuthorisations, runDue];
