// A payment put off for half an hour: what was typed is kept in this tab, and until the time is over
// the sheet shows when it will be. Whoever was pressed to hurry gets time to ask somebody else.
import type { Draft } from '../money/use-money-sheet.js';

const MINUTES = 30;

interface Cooling {
  until: string;
  draft: Draft;
}

const keyOf = (threadId: string): string => `tenner.cooling.${threadId}`;

/** Puts a draft off; answers until when. */
export function coolOff(threadId: string, draft: Draft): string {
  const until = new Date(Date.now() + MINUTES * 60_000).toISOString();
  const cooling: Cooling = { until, draft: { ...draft, step: 'amount', confirmed: null } };
  sessionStorage.setItem(keyOf(threadId), JSON.stringify(cooling));
  return until;
}

/** What was put off in this thread, if anything. */
export function coolingIn(threadId: string): Cooling | null {
  const text = sessionStorage.getItem(keyOf(threadId));
  return text === null ? null : (JSON.parse(text) as Cooling);
}

/** Forgets what was put off: it was sent, or given up. */
export const endCooling = (threadId: string): void => {
  sessionStorage.removeItem(keyOf(threadId));
};
