// What each piece of news about a payout does to its cash-out: a pure decision over the cash-out, how
// the payout stands, and the books. A payout only gets further (pending, in transit, paid, and even
// then failed), so news that is not further than what is known is no news: twice, late or in another
// order it leads to the same state and the same balances. A payout's movements post P9a (accepted),
// P9b (paid), P9c (came back), and P9d with P9c when it came back after it was paid. What the
// processor takes from us for an instant one (P9e) is booked when its movement is seen.
import type { Books } from '../../ledger/index.js';
import type { PayoutStatus, ProcessorPayout } from '../processor/payouts.js';
import { bankFailure } from './cash-out-refusals.js';
import {
  type CashOut,
  cashOutEntry,
  type CashOutFacts,
  type CashOutOutcome,
  type CashOutState,
  moved,
  postAll,
} from './cash-out.js';

const RANK: Record<PayoutStatus, number> = {
  pending: 0,
  in_transit: 1,
  paid: 2,
  failed: 3,
  canceled: 3,
};

/** Whether the payout can say anything to this cash-out, and says it for the first time. */
function isNews(cashOut: CashOut, payout: ProcessorPayout): boolean {
  const { state, transferId, payoutId, payoutStatus } = cashOut;
  if (payoutId !== null) {
    const further = payoutStatus === null || RANK[payout.status] > RANK[payoutStatus];
    return payoutId === payout.payoutId && further;
  }
  return transferId !== null && (state === 'moved' || state === 'cancelling');
}

/** Applies how a payout stands; undefined when that is no news. Throws when the books refuse. */
export function payoutNews(
  { cashOut, at }: CashOutFacts,
  payout: ProcessorPayout,
  books: Books,
): CashOutOutcome | undefined {
  if (!isNews(cashOut, payout)) return undefined;
  const { payoutId, status, expectedOn } = payout;
  const templates = [
    ...(cashOut.payoutId === null ? (['P9a'] as const) : []),
    ...templatesOf(status, cashOut.payoutStatus),
  ];
  const entries = templates.map((template) =>
    cashOutEntry(template, `${payoutId}:${WORDS[template]}`, cashOut, at),
  );
  if (entries.length > 0) postAll(books, cashOut, entries);
  const failureCode = status === 'failed' ? bankFailure(payout.failureCode) : null;
  const change = { payoutId, payoutStatus: status, expectedOn, failureCode };
  const next = moved(cashOut, stateAfter(cashOut, status), at, change);
  const isOpen = status === 'pending';
  const cameBack = status === 'failed' || status === 'canceled';
  return {
    cashOut: next,
    conclude: isOpen ? ['payout'] : ['payout', 'payout_cancel'],
    ...(cameBack ? { call: 'reversal' } : {}),
    // It was cancelled before there was a payout: now there is one to cancel.
    ...(next.state === 'cancelling' ? { call: 'payout_cancel' } : {}),
  };
}

const WORDS = { P9a: 'accepted', P9b: 'paid', P9d: 'unpaid', P9c: 'came_back' } as const;

function templatesOf(
  status: PayoutStatus,
  before: PayoutStatus | null,
): readonly (keyof typeof WORDS)[] {
  if (status === 'paid') return ['P9b'];
  if (status !== 'failed' && status !== 'canceled') return [];
  return before === 'paid' ? ['P9d', 'P9c'] : ['P9c'];
}

function stateAfter({ state, method }: CashOut, status: PayoutStatus): CashOutState {
  if (status === 'canceled') return 'cancelled';
  if (status !== 'pending') return status;
  // An instant payout is on its way at once and cannot be cancelled.
  return state === 'cancelling' && method === 'standard' ? 'cancelling' : 'in_transit';
}
