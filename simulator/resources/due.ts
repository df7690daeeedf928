// What happens by itself once its time has come: a payout arrives, a refund settles, an account is
// verified. A resource names its action when it is loaded and asks for it with `later`; the sweep,
// every second and after each move of the clock, runs what is due, in the order of its times.
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';

export type DueAction = (work: Work, objectId: string) => void;

const ACTIONS = new Map<string, DueAction>();

/** Gives the action for `what`; called once, when a resource's file is loaded. */
export function onDue(what: string, action: DueAction): void {
  ACTIONS.set(what, action);
}

/** Asks that `what` happens to an object `seconds` from now, on the account of `work`. */
export function later(work: Work, seconds: number, what: string, objectId: string): void {
  work.put('due', { id: newId('due'), at: work.now() + seconds, what, object: objectId });
}

/**
 * Runs everything of the work's account that is due now. Throws for a name that nobody has given an
 * action.
 */
export function runDue(work: Work): void {
  const due = work.all('due').filter((each) => each.at <= work.now());
  for (const each of due.sort((left, right) => left.at - right.at)) {
    const action = ACTIONS.get(each.what);
    if (action === undefined) throw new Error(`Nothing is known to do for '${each.what}'`);
    work.remove('due', each.id);
    action(work, each.object);
  }
}
