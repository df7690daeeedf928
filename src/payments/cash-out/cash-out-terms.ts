// What a cash-out costs and when it is expected to arrive, before anybody has asked for it.
import type { CashOutConfig } from '../../shared/config-cash-out.js';
import type { CashOutMethod } from './contract.js';

const BASIS_POINTS = 10_000n;
const BUSINESS_DAYS = 2;
const INSTANT_MINUTES = 30;
const DAY_MS = 86_400_000;

/** The fee in minor units, rounded up; the standard way is free. */
export function feeOf(amount: bigint, method: CashOutMethod, config: CashOutConfig): bigint {
  if (method === 'standard') return 0n;
  const share = amount * config.instantFeeBasisPoints;
  const fee = (share + BASIS_POINTS - 1n) / BASIS_POINTS;
  return fee < config.instantFeeMinimum ? config.instantFeeMinimum : fee;
}

/** When money that leaves now is expected at the bank. Banks rest on Saturday and Sunday. */
export function expectedArrival(from: Date, method: CashOutMethod): Date {
  if (method === 'instant') return new Date(from.getTime() + INSTANT_MINUTES * 60_000);
  let arrival = from.getTime();
  for (let days = 0; days < BUSINESS_DAYS;) {
    arrival += DAY_MS;
    const weekday = new Date(arrival).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days += 1;
  }
  return new Date(arrival);
}
