// The judge, without a database: what the payers attempted so far, loaded once under their locks,
// and the assessments of a batch. Candidates are judged one after the other, so of many sends at once
// each sees all before it. Every attempt counts as an attempt; its money counts unless it was refused.
import type { VelocityConfig } from '../shared/config.js';
import type { Money } from '../shared/money.js';
import { present } from '../shared/refusal.js';
import { type Decision, judge, type Reason, type Signals } from './rules.js';

/** A payment about to be made, as the judge sees it. */
export interface Candidate {
  /** The id of what is judged; opaque here. */
  readonly id: string;
  readonly payerId: string;
  readonly payeeId: string;
  readonly amount: Money;
  readonly occurredAt: Date;
}

export interface Assessment {
  readonly candidate: Candidate;
  readonly decision: Decision;
  readonly reasons: readonly Reason[];
  readonly signals: Signals;
  /** The payment was refused after all, so its money does not count. */
  refused: boolean;
}

/** What one payer attempted lately. */
export interface Tally {
  sends10m: number;
  /** Minor units in the last day, by currency. */
  readonly amount1d: Map<string, bigint>;
}

export class Judge {
  readonly assessments: Assessment[] = [];

  constructor(
    private readonly tallies: Map<string, Tally>,
    private readonly limits: VelocityConfig,
  ) {}

  /** Judges one candidate, the ones before it counted. */
  assess(candidate: Candidate): Assessment {
    const signals = this.count(candidate);
    const { decision, reasons } = judge(signals, this.limits);
    const assessment = { candidate, decision, reasons, signals, refused: false };
    this.assessments.push(assessment);
    return assessment;
  }

  /** The candidate was refused for another reason: the attempt stays, its money is uncounted. */
  refuse(assessment: Assessment): void {
    const { payerId, amount } = assessment.candidate;
    const tally = present(this.tallies.get(payerId), 'an assessed payer has a tally');
    const counted = tally.amount1d.get(amount.currency) ?? 0n;
    tally.amount1d.set(amount.currency, counted - amount.minor);
    assessment.refused = true;
  }

  private count({ payerId, amount }: Candidate): Signals {
    const tally: Tally = this.tallies.get(payerId) ?? { sends10m: 0, amount1d: new Map() };
    this.tallies.set(payerId, tally);
    const { currency, minor } = amount;
    const payerAmount1d = (tally.amount1d.get(currency) ?? 0n) + minor;
    tally.sends10m += 1;
    tally.amount1d.set(currency, payerAmount1d);
    return { payerSends10m: tally.sends10m, payerAmount1d, currency };
  }
}
