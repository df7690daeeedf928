// Shapes of the desk at which a person decides between two others.
import type { MoneyView } from '../../../shared/contract.js';
import type { PaymentView } from '../../contract.js';
import type { DecisionView, Verdict } from '../contract.js';

/** `GET /v1/risk/contests`: those due soonest first. */
export interface ContestCaseView {
  /** `ctc_…` */
  id: string;
  payment: PaymentView;
  kind: 'ask_back' | 'report' | 'rejection';
  /** 1 is the first decision; what follows are appeals of the one before. */
  number: number;
  state: 'open' | 'decided' | 'lapsed' | 'settled';
  broughtBy: string;
  openedAt: string;
  dueBy: string;
  extendable: boolean;
  /** What is frozen now. */
  frozen: MoneyView | null;
  /** Whether a second person must agree. */
  needsSecond: boolean;
  proposal: { verdict: Verdict; by: string; words: string; mine: boolean } | null;
  /** Why the viewer may not decide it; null when they may. */
  notMine: 'part_of_it' | 'decided_before' | null;
  decision: (DecisionView & { by: string; confirmedBy: string | null }) | null;
}

/** `GET /v1/risk/contests/:id`. */
export interface ContestCaseDetailView extends ContestCaseView {
  /** What the payer chose: the reason of an ask-back, the kind of a report. */
  claim: string;
  /** What each said so far, oldest first. */
  said: { by: string; what: string; words: string; at: string }[];
  extension: { by: string; reason: string } | null;
  earlier: (DecisionView & { number: number; by: string })[];
}
