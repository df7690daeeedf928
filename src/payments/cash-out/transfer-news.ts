// What the rest of the processor's news does to a cash-out, as pure decisions over it and the books:
// the money was moved to the person's account (P6), it was moved back (P6r), or it never left. When
// the processor refuses the payout, the payout's own entry (P9a) was never made, so the person has
// amount and fee again by P9f, and P6r follows when what lies on their account has been moved back.
import type { Books } from '../../ledger/index.js';
import type { ProcessorReversal, ProcessorTransfer } from '../processor/payouts.js';
import type { CashOutFailure } from './cash-out-refusals.js';
import {
  cashOutEntry,
  type CashOutFacts,
  type CashOutOutcome,
  moved,
  postAll,
} from './cash-out.js';

/** Applies a transfer; undefined when that is no news. Throws when the books refuse. */
export function transferNews(
  { cashOut, at }: CashOutFacts,
  { transferId }: ProcessorTransfer,
  books: Books,
): CashOutOutcome | undefined {
  const { state } = cashOut;
  if (cashOut.transferId !== null) return undefined;
  if (state !== 'requested' && state !== 'cancelling') return undefined;
  const arrived = cashOutEntry('P6', `${transferId}:created`, cashOut, at);
  const conclude = ['transfer'] as const;
  if (state === 'requested') {
    postAll(books, cashOut, [arrived]);
    return { cashOut: moved(cashOut, 'moved', at, { transferId }), conclude, call: 'payout' };
  }
  // It was cancelled meanwhile: no payout is made, and the money goes back the way it came.
  postAll(books, cashOut, [arrived, cashOutEntry('P9f', `${cashOut.id}:not_sent`, cashOut, at)]);
  return { cashOut: moved(cashOut, 'cancelled', at, { transferId }), conclude, call: 'reversal' };
}

/** The processor did not and will not send it. Undefined when there is a payout, or it has ended. */
export function notSent(
  { cashOut, at }: CashOutFacts,
  failureCode: CashOutFailure,
  books: Books,
): CashOutOutcome | undefined {
  const { state, payoutId, transferId } = cashOut;
  if (payoutId !== null || !['requested', 'moved', 'cancelling'].includes(state)) return undefined;
  postAll(books, cashOut, [cashOutEntry('P9f', `${cashOut.id}:not_sent`, cashOut, at)]);
  const next =
    state === 'cancelling'
      ? moved(cashOut, 'cancelled', at)
      : moved(cashOut, 'failed', at, { failureCode });
  const conclude = ['transfer', 'payout'] as const;
  return { cashOut: next, conclude, ...(transferId === null ? {} : { call: 'reversal' }) };
}

/** What had come back to the person's account is ours again; undefined when that is no news. */
export function reversalNews(
  { cashOut, at }: CashOutFacts,
  { reversalId }: ProcessorReversal,
  books: Books,
): CashOutOutcome | undefined {
  const { state } = cashOut;
  if (cashOut.reversalId !== null || (state !== 'failed' && state !== 'cancelled'))
    return undefined;
  postAll(books, cashOut, [cashOutEntry('P6r', `${reversalId}:created`, cashOut, at)]);
  return { cashOut: moved(cashOut, state, at, { reversalId }), conclude: ['reversal'] };
}

/** It is too late to cancel the payout; undefined when that was not asked. */
export function cancelRefused({ cashOut, at }: CashOutFacts): CashOutOutcome | undefined {
  if (cashOut.state !== 'cancelling' || cashOut.payoutId === null) return undefined;
  return { cashOut: moved(cashOut, 'in_transit', at), conclude: ['payout_cancel'] };
}
