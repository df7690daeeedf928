// The rules: small pure sentences over the signals of one candidate. Each answers a reason or
// nothing; the strictest decision among those that answered is the assessment's.
import { formatMinor, majorToMinor } from '../shared/money.js';
import type { VelocityConfig } from '../shared/config.js';

export type Decision = 'allow' | 'challenge' | 'review' | 'block';

/** What is known about a candidate when it is judged, the candidate itself included. */
export interface Signals {
  /** Sends attempted by the payer in the last ten minutes. */
  readonly payerSends10m: number;
  /** Minor units the payer attempted to send in the last 24 hours, in the candidate's currency. */
  readonly payerAmount1d: bigint;
  readonly currency: string;
}

/** A signal in words: what it is, and its value with its unit. */
export interface SignalView {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

/** Stored signals, as JSON brings them back, in words. */
export function describeSignals(stored: {
  payerSends10m: number;
  payerAmount1d: string;
  currency: string;
}): SignalView[] {
  const { payerSends10m, payerAmount1d, currency } = stored;
  const amount = `${formatMinor(BigInt(payerAmount1d), currency)} ${currency}`;
  return [
    {
      name: 'payerSends10m',
      label: 'Sends by the payer within ten minutes',
      value: String(payerSends10m),
    },
    { name: 'payerAmount1d', label: 'Sent by the payer within a day', value: amount },
  ];
}

export interface Reason {
  readonly rule: string;
  readonly decision: Decision;
  /** A sentence for the reviewer. */
  readonly message: string;
}

type Rule = (signals: Signals, limits: VelocityConfig) => Reason | undefined;

const velocityCount: Rule = ({ payerSends10m }, { sendsPerTenMinutes }) =>
  payerSends10m <= sendsPerTenMinutes
    ? undefined
    : {
        rule: 'velocity_count',
        decision: 'review',
        message: `${String(payerSends10m)} sends within ten minutes; more than ${String(sendsPerTenMinutes)} is unusual.`,
      };

const velocityAmount: Rule = ({ payerAmount1d, currency }, { majorPerDay }) => {
  const limit = majorToMinor(majorPerDay, currency);
  if (payerAmount1d <= limit) return undefined;
  const sent = `${formatMinor(payerAmount1d, currency)} ${currency}`;
  return {
    rule: 'velocity_amount',
    decision: 'review',
    message: `${sent} within a day; more than ${formatMinor(limit, currency)} is unusual.`,
  };
};

const RULES: readonly Rule[] = [velocityCount, velocityAmount];

const STRICTNESS: readonly Decision[] = ['allow', 'challenge', 'review', 'block'];

/** Judges one candidate by its signals. */
export function judge(
  signals: Signals,
  limits: VelocityConfig,
): { decision: Decision; reasons: Reason[] } {
  const reasons = RULES.flatMap((rule) => rule(signals, limits) ?? []);
  const strictest = Math.max(0, ...reasons.map((reason) => STRICTNESS.indexOf(reason.decision)));
  return { decision: STRICTNESS[strictest] ?? 'block', reasons };
}
