// How much a person may add to their balance: the figures of their tier, counted for themselves, beside what
// they send.
import { formatMinor, type Money } from '../../shared/money.js';
import type { Refusal } from '../../shared/refusal.js';
import {
  type Known,
  leftOf,
  type MinorLimits,
  nextStep,
  type Sent,
  WINDOWS,
} from '../trust/limits.js';
import { refuseTopUp } from './top-up.js';

/** Why that much may not be added, the narrowest limit first; `least` in minor units. */
export function topUpRefusal(
  { minor, currency }: Money,
  least: bigint,
  known: Known,
  limits: MinorLimits,
  before: Sent,
): Refusal | undefined {
  const say = (amount: bigint): string => `${formatMinor(amount, currency)} ${currency}`;
  const step = nextStep(known);
  const detail = (words: string): string => (step === null ? words : `${words} ${step}`);
  if (minor < least) {
    return refuseTopUp('top_up_amount_too_small', `The least is ${say(least)}.`);
  }
  if (minor > limits.payment) {
    return refuseTopUp('top_up_limit_per_top_up', detail(`The most is ${say(limits.payment)}.`));
  }
  const passed = WINDOWS.find((window) => minor > leftOf(limits, before, window));
  if (passed === undefined) return undefined;
  const left = say(leftOf(limits, before, passed));
  return refuseTopUp(`top_up_limit_per_${passed}`, detail(`You can still add ${left}.`));
}
