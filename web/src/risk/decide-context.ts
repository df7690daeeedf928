// How the case page asks the console to open the decision dialog.
import { createContext, useContext } from 'react';
import type { ReviewCaseView } from '../../../src/payments/contract.js';

export type Decision = 'release' | 'reject';

export const DecideContext = createContext<
  ((decision: Decision, reviewCase: ReviewCaseView) => void) | null
>(null);

/** Opens the decision dialog. Throws outside the risk console. */
export function useDecide(): (decision: Decision, reviewCase: ReviewCaseView) => void {
  const decide = useContext(DecideContext);
  if (decide === null) throw new Error('useDecide is only for pages of the risk console.');
  return decide;
}
