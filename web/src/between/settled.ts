// What somebody settles with one payment.
import type { BetweenPair } from '../../../src/payments/between/contract.js';
import type { SettledRequest } from '../../../src/payments/contract.js';

export interface Settled {
  payeeId: string;
  amount: string;
  currency: string;
  settle: SettledRequest[];
}

/** The requests as they are on the screen. */
export const seenIn = ({ items }: BetweenPair): SettledRequest[] =>
  items.map(({ requestId, revision, left }) => ({ requestId, revision, left }));
