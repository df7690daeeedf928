// How much a person may send: the pure rules. A limit is of one currency and of one window; each
// window moves on with the database's clock, by the hour, so that a limit can never be passed by
// sending twice around midnight.
import { type LimitsConfig, type Tier, TIERS } from '../../shared/limits-config.js';
import { formatMinor, majorToMinor, type Money } from '../../shared/money.js';
import { present, type Refusal, refusals } from '../../shared/refusal.js';

export const refuseLimit = refusals({
  limit_per_payment: {
    kind: 'refused',
    title: 'That is more than one payment of yours may carry.',
  },
  limit_per_day: { kind: 'refused', title: 'That is more than you may send within a day.' },
  limit_per_week: { kind: 'refused', title: 'That is more than you may send within a week.' },
  limit_per_month: { kind: 'refused', title: 'That is more than you may send within 30 days.' },
});

/** What somebody has sent in one currency, in minor units, within each window. */
export interface Sent {
  readonly day: bigint;
  readonly week: bigint;
  readonly month: bigint;
}

export const NOTHING_SENT: Sent = { day: 0n, week: 0n, month: 0n };

export const WINDOWS = ['day', 'week', 'month'] as const;
export type Window = (typeof WINDOWS)[number];

/** Limits in minor units. */
export type MinorLimits = Readonly<Record<'payment' | Window, bigint>>;

/** The limits of a tier in a currency that payments are offered in. */
export function limitsOf({ tables }: LimitsConfig, tier: Tier, currency: string): MinorLimits {
  const limits = present(tables[currency], `${currency} has limits`)[tier];
  const minor = (major: bigint): bigint => majorToMinor(major, currency);
  return {
    payment: minor(limits.payment),
    day: minor(limits.day),
    week: minor(limits.week),
    month: minor(limits.month),
  };
}

/** What is left of a window; never below nothing. */
export const leftOf = (limits: MinorLimits, sent: Sent, window: Window): bigint =>
  limits[window] > sent[window] ? limits[window] - sent[window] : 0n;

/** The most the next payment may carry. */
export const mostOf = (limits: MinorLimits, sent: Sent): bigint =>
  WINDOWS.map((window) => leftOf(limits, sent, window)).reduce(
    (least, left) => (left < least ? left : least),
    limits.payment,
  );

/** What decides about somebody's limits. */
export interface Known {
  readonly tier: Tier;
  /** They got back into their account, or set their PIN anew, by mail within the last day. */
  readonly coolingOff: boolean;
}

/** The tier whose limits hold now: while somebody cools off it is the lowest, whoever they are. */
export const tierNow = ({ tier, coolingOff }: Known): Tier => (coolingOff ? 'new' : tier);

/** What leads to more; null when nothing does. */
export const nextStep = ({ tier, coolingOff }: Known): string | null =>
  coolingOff
    ? 'You got back in by mail lately; your own limits are back a day after that.'
    : NEXT_STEPS[tier];

const NEXT_STEPS: Readonly<Record<Tier, string | null>> = {
  new: 'Confirm your e-mail address to send more.',
  confirmed: 'Set up a payout account to send more.',
  verified: null,
};

/** The tier above, if there is one. */
export const tierAbove = (tier: Tier): Tier | null => TIERS[TIERS.indexOf(tier) + 1] ?? null;

/** Why this payment may not be made, the narrowest limit first; undefined when it may. */
export function limitRefusal(
  amount: Money,
  known: Known,
  limits: MinorLimits,
  sent: Sent,
): Refusal | undefined {
  const say = (minor: bigint): string =>
    `${formatMinor(minor, amount.currency)} ${amount.currency}`;
  const step = nextStep(known);
  const detail = (words: string): string => (step === null ? words : `${words} ${step}`);
  if (amount.minor > limits.payment) {
    return refuseLimit('limit_per_payment', detail(`The most is ${say(limits.payment)}.`));
  }
  const passed = WINDOWS.find((window) => amount.minor > leftOf(limits, sent, window));
  if (passed === undefined) return undefined;
  const left = say(leftOf(limits, sent, passed));
  return refuseLimit(`limit_per_${passed}`, detail(`You can still send ${left}.`));
}
