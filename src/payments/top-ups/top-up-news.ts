// What each piece of news about the charge of a top-up does to it, in each state it may be in: a pure
// decision over the top-up, what we knew, what the processor says, and the books. News that came twice,
// late or in another order is no news.
import { type Books, draftEntry, platformAccount } from '../../ledger/index.js';
import { present } from '../../shared/refusal.js';
import { feeOf } from '../funding/charge-news.js';
import type { StoredCharge } from '../funding/charge-store.js';
import { authenticationDeadline, chargeEntry, pendingAccount } from '../payment/payment.js';
import type { ProcessorCharge } from '../processor/charges.js';
import { cardFailure, type CardFailure } from '../processor/declines.js';
import { asPayment, moved, type TopUp, type TopUpState } from './top-up.js';

/** What is known before the news. */
export interface TopUpFacts {
  readonly topUp: TopUp;
  readonly known: StoredCharge | undefined;
  readonly at: Date;
}

type Step = (facts: TopUpFacts, charge: ProcessorCharge, books: Books) => TopUp;

const STEPS: Record<TopUpState, Partial<Record<ProcessorCharge['status'], Step>>> = {
  charging: {
    needs_authentication: authenticate,
    succeeded: complete,
    failed: fail,
    cancelled: fail,
  },
  authenticating: { succeeded: complete, failed: fail, cancelled: fail },
  completed: { succeeded: bookFee },
  failed: {},
};

/** The step that this news asks for; undefined when it is no news. */
export function topUpStep({ topUp, known }: TopUpFacts, charge: ProcessorCharge): Step | undefined {
  const sameIntent = known === undefined || known.intentId === charge.intentId;
  const step = sameIntent ? STEPS[topUp.state][charge.status] : undefined;
  if (step !== bookFee) return step;
  const isNews = known?.fee === null && feeOf(asPayment(topUp), charge) !== null;
  return isNews ? step : undefined;
}

function authenticate({ topUp, at }: TopUpFacts): TopUp {
  return moved(topUp, 'authenticating', at, { authenticateBy: authenticationDeadline(at) });
}

// P2. Only an account that was frozen while the card was being charged stands in the way; then this is
// tried again until it is not.
function complete({ topUp, at }: TopUpFacts, charge: ProcessorCharge, books: Books): TopUp {
  const payment = asPayment(topUp);
  const chargeId = present(charge.chargeId, 'a charge that succeeded has an id');
  const refused = books.post(chargeEntry(payment, chargeId, feeOf(payment, charge) ?? 0n, at));
  if (refused !== undefined) throw new Error(`${topUp.id}: ${refused.code} after its own charge`);
  return moved(topUp, 'completed', at);
}

function fail({ topUp, at }: TopUpFacts, charge: ProcessorCharge): TopUp {
  const { authenticateBy } = topUp;
  return moved(topUp, 'failed', at, {
    failureCode:
      authenticateBy !== null && charge.status === 'cancelled'
        ? unanswered(authenticateBy <= at)
        : cardFailure(charge.failure?.code, charge.failure?.declineCode),
  });
}

const unanswered = (expired: boolean): CardFailure =>
  expired ? 'card_authentication_expired' : 'card_authentication_cancelled';

// P2f: the processor told later what it keeps.
function bookFee({ topUp, at }: TopUpFacts, charge: ProcessorCharge, books: Books): TopUp {
  const { currency } = topUp.amount;
  const fee = feeOf(asPayment(topUp), charge) ?? 0n;
  const chargeId = present(charge.chargeId, 'a charge that succeeded has an id');
  const accounts = {
    fees: platformAccount('stripe.fees', currency),
    pending: pendingAccount(currency),
  };
  if (fee > 0n) {
    const refused = books.post(draftEntry('P2f', `${chargeId}:fee`, at, accounts, { amount: fee }));
    if (refused !== undefined) throw new Error(`${topUp.id}: ${refused.code} for its own fee`);
  }
  return topUp;
}
