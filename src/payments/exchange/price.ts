// What an exchange costs: the one place where a rate meets an amount. decimal.js computes, minor units go in
// and come out. One rule for what does not come out even: whoever exchanges bears it, so that there and back
// again never gains. What they get is rounded down; what they must give for a fixed amount is rounded up; and
// what is between the mid-market value, rounded down, and what they get is our spread, which is never below
// zero.
import { Decimal } from 'decimal.js';
import { currencyDigits } from '../../shared/currencies.js';
import { MINOR_MAX, type Money } from '../../shared/money.js';
import { assert, present, type Refusal, refusals } from '../../shared/refusal.js';

const Exact = Decimal.clone({
  precision: 80,
  rounding: Decimal.ROUND_DOWN,
  toExpNeg: -60,
  toExpPos: 80,
});

export const refuseExchange = refusals({
  exchange_amount_too_small: { kind: 'refused', title: 'That is too little to be exchanged.' },
  exchange_amount_too_large: {
    kind: 'invalid',
    title: 'That is too much to be exchanged at once.',
  },
  exchange_same_currency: { kind: 'invalid', title: 'Please choose two currencies.' },
  exchange_rate_unknown: {
    kind: 'refused',
    title: 'These two currencies cannot be exchanged here.',
  },
  exchange_rate_stale: {
    kind: 'unavailable',
    title: 'There is no current rate for these two currencies. Please try again later.',
  },
  exchange_from_balance_only: {
    kind: 'refused',
    title: 'Only money in your balance can be exchanged. Add money from your card first.',
  },
  exchange_cannot_wait: {
    kind: 'refused',
    title:
      'This payment has to be checked first, and a price does not wait for that. Exchange the money ' +
      'first, then send it.',
  },
});

/** A mid-market rate: one unit of `base` is worth `rate` of `counter`. */
export interface MidRate {
  readonly base: string;
  readonly counter: string;
  /** A decimal string above zero. */
  readonly rate: string;
}

/** Amounts in minor units; `received` and `spread` together are the mid-market value of `sent`. */
export interface Price {
  readonly sent: Money;
  readonly received: Money;
  readonly spread: bigint;
  /** What one unit of what is sent is worth at the mid-market, and brings, as decimal strings. */
  readonly mid: string;
  readonly rate: string;
}

const BASIS = 10_000n;
const SHOWN_DIGITS = 8;

const unitOf = (currency: string): Decimal =>
  new Exact(10).pow(present(currencyDigits(currency), `${currency} has decimals`));

/** Minor units of `to` that minor units of `from` are worth, exactly. */
function factorOf(mid: MidRate, from: string, to: string): Decimal {
  assert(
    (mid.base === from && mid.counter === to) || (mid.base === to && mid.counter === from),
    `a rate of ${mid.base} and ${mid.counter} is none of ${from} and ${to}`,
  );
  const scale = unitOf(to).div(unitOf(from));
  return mid.base === from ? new Exact(mid.rate).mul(scale) : scale.div(mid.rate);
}

const whole = (value: Decimal): bigint => BigInt(value.toFixed(0, Decimal.ROUND_DOWN));
const wholeUp = (value: Decimal): bigint => BigInt(value.toFixed(0, Decimal.ROUND_UP));
const kept = (basisPoints: bigint): Decimal =>
  new Exact((BASIS - basisPoints).toString()).div(BASIS.toString());

/** What somebody gets for an amount. */
export function priceOf(
  sent: Money,
  to: string,
  mid: MidRate,
  basisPoints: bigint,
): Price | Refusal {
  const factor = factorOf(mid, sent.currency, to);
  const value = factor.mul(sent.minor.toString());
  const received = whole(value.mul(kept(basisPoints)));
  if (received <= 0n) return refuseExchange('exchange_amount_too_small');
  if (value.greaterThan(MINOR_MAX.toString())) return refuseExchange('exchange_amount_too_large');
  return {
    sent,
    received: { minor: received, currency: to },
    spread: whole(value) - received,
    ...shown(factor, sent.currency, to, basisPoints),
  };
}

/** What somebody must give so that exactly that amount is received. */
export function priceFor(
  received: Money,
  from: string,
  mid: MidRate,
  basisPoints: bigint,
): Price | Refusal {
  const factor = factorOf(mid, from, received.currency);
  const needed = new Exact(received.minor.toString()).div(factor.mul(kept(basisPoints)));
  // Divided with the remainder cut off, so one more may be needed than the figure says.
  let sent = wholeUp(needed);
  const brings = (minor: bigint): bigint =>
    whole(factor.mul(minor.toString()).mul(kept(basisPoints)));
  if (brings(sent) < received.minor) sent += 1n;
  if (sent > MINOR_MAX) return refuseExchange('exchange_amount_too_large');
  return {
    sent: { minor: sent, currency: from },
    received,
    spread: whole(factor.mul(sent.toString())) - received.minor,
    ...shown(factor, from, received.currency, basisPoints),
  };
}

function shown(
  factor: Decimal,
  from: string,
  to: string,
  basisPoints: bigint,
): Pick<Price, 'mid' | 'rate'> {
  const mid = factor.mul(unitOf(from)).div(unitOf(to));
  const text = (value: Decimal): string =>
    value.toSignificantDigits(SHOWN_DIGITS, Decimal.ROUND_DOWN).toFixed();
  return { mid: text(mid), rate: text(mid.mul(kept(basisPoints))) };
}

/** Hundredths of a per cent as per cent: 50 is "0.50". */
export const percentOf = (basisPoints: number): string =>
  new Exact(basisPoints).div(100).toFixed(2);
