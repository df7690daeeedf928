// What is left of somebody's limits, in a few words under the amount.
import type { CurrencyLimits } from '../../../src/payments/trust/contract.js';
import { formatMoney } from '../money/format.js';
import { isMoreThan, isSameAmount } from '../money/parse-amount.js';

const windows = [
  ['day', 'today'],
  ['week', 'this week'],
  ['month', 'within 30 days'],
] as const;

/** The window that leaves the least, in words; null when the limit of one payment is narrower. */
function narrowest(limits: CurrencyLimits): string | null {
  if (isSameAmount(limits.most, limits.perPayment)) return null;
  const found = windows.find(([window]) => isSameAmount(limits[window].left, limits.most));
  return found?.[1] ?? null;
}

/** "up to €500.00 per payment" or "€30.00 left to send today". */
export function allowanceWords(limits: CurrencyLimits, maximum: string | null): string {
  const { currency, most } = limits;
  const when = narrowest(limits);
  const isLess = maximum === null || isMoreThan(maximum, most);
  if (when !== null && isLess)
    return `${formatMoney({ amount: most, currency })} left to send ${when}`;
  return `up to ${formatMoney({ amount: isLess ? most : maximum, currency })} per payment`;
}

/** Why an amount above the limit cannot be sent, and what helps. */
export function beyondWords(limits: CurrencyLimits, step: string | undefined): string {
  const { currency, most } = limits;
  const when = narrowest(limits);
  const money = formatMoney({ amount: most, currency });
  const words =
    when === null
      ? `One payment can carry at most ${money}.`
      : `You can still send ${money} ${when}.`;
  return step === undefined ? words : `${words} ${step}`;
}
