// What a cash-out looks like to the person whose it is. Steps that only we care about have no name of
// their own here.
import { formatMinor, formatMoney } from '../../shared/money.js';
import type { CashOutView } from './contract.js';
import { failureRefusal } from './cash-out-refusals.js';
import type { CashOut, CashOutState } from './cash-out.js';

const PUBLIC: Record<CashOutState, CashOutView['state']> = {
  requested: 'requested',
  moved: 'requested',
  in_transit: 'in_transit',
  cancelling: 'in_transit',
  paid: 'paid',
  failed: 'failed',
  cancelled: 'cancelled',
};

export function toCashOutView(cashOut: CashOut): CashOutView {
  const { id, amount, fee, method, destination, expectedOn, failureCode } = cashOut;
  const failure = failureCode === null ? null : failureRefusal(failureCode);
  return {
    id,
    amount: formatMoney(amount),
    fee: formatMinor(fee, amount.currency),
    method,
    state: PUBLIC[cashOut.state],
    destination,
    expectedOn: expectedOn?.toISOString() ?? null,
    reason: failure === null ? null : { code: failure.code, message: failure.title },
    createdAt: cashOut.createdAt.toISOString(),
    updatedAt: cashOut.updatedAt.toISOString(),
  };
}
