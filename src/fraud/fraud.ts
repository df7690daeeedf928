// Judges candidates inside the transaction that moves the money. The caller has locked the payers'
// accounts before, so what is counted here is exact: of many sends at once each sees all before it.
// Every attempt is counted, whatever becomes of it afterwards.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../shared/config.js';
import { type Database, rows, type Tx } from '../shared/database.js';
import type { Money } from '../shared/money.js';
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
  readonly candidateId: string;
  readonly decision: Decision;
  readonly reasons: Reason[];
  readonly signals: Signals;
}

interface Tally {
  sends10m: number;
  /** Minor units by currency. */
  readonly amount1d: Map<string, bigint>;
}

@Injectable()
export class Fraud {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Judges the candidates in order and stores each assessment. */
  async assess(tx: Tx, candidates: readonly Candidate[]): Promise<Assessment[]> {
    if (candidates.length === 0) return [];
    const tallies = await this.tallies(tx, candidates);
    const assessments = candidates.map((candidate): Assessment => {
      const signals = count(tallies, candidate);
      const { decision, reasons } = judge(signals, this.config.velocity);
      return { candidateId: candidate.id, decision, reasons, signals };
    });
    await this.store(tx, candidates, assessments);
    return assessments;
  }

  /** The stored assessments of these candidates. */
  async assessments(
    db: Database,
    candidateIds: readonly string[],
  ): Promise<Map<string, { reasons: Reason[]; signals: Record<string, string | number> }>> {
    const found = await rows<{
      candidate_id: string;
      reasons: Reason[];
      signals: Record<string, string | number>;
    }>(db, 'SELECT * FROM fraud.assessments WHERE candidate_id = ANY($1)', [candidateIds]);
    return new Map(found.map(({ candidate_id, ...rest }) => [candidate_id, rest]));
  }

  private async tallies(tx: Tx, candidates: readonly Candidate[]): Promise<Map<string, Tally>> {
    const found = await rows<{ payer_id: string; currency: string; sends: number; amount: string }>(
      tx,
      `SELECT payer_id, currency, sum(amount)::text AS amount,
              count(*) FILTER (WHERE occurred_at > now() - interval '10 minutes')::int AS sends
         FROM fraud.assessments
        WHERE payer_id = ANY($1) AND occurred_at > now() - interval '1 day'
        GROUP BY payer_id, currency`,
      [[...new Set(candidates.map((candidate) => candidate.payerId))]],
    );
    const tallies = new Map<string, Tally>();
    for (const row of found) {
      const tally = tallyOf(tallies, row.payer_id);
      tally.sends10m += row.sends;
      tally.amount1d.set(row.currency, BigInt(row.amount));
    }
    return tallies;
  }

  private async store(
    tx: Tx,
    candidates: readonly Candidate[],
    assessments: readonly Assessment[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO fraud.assessments
         (candidate_id, payer_id, payee_id, amount, currency, occurred_at, decision, reasons, signals)
       SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[],
                            $6::timestamptz[], $7::fraud.decision[], $8::jsonb[], $9::jsonb[])`,
      [
        candidates.map((candidate) => candidate.id),
        candidates.map((candidate) => candidate.payerId),
        candidates.map((candidate) => candidate.payeeId),
        candidates.map((candidate) => candidate.amount.minor.toString()),
        candidates.map((candidate) => candidate.amount.currency),
        candidates.map((candidate) => candidate.occurredAt.toISOString()),
        assessments.map((assessment) => assessment.decision),
        assessments.map((assessment) => JSON.stringify(assessment.reasons)),
        assessments.map((assessment) => JSON.stringify(assessment.signals, bigintAsText)),
      ],
    );
  }
}

function tallyOf(tallies: Map<string, Tally>, payerId: string): Tally {
  let tally = tallies.get(payerId);
  if (tally === undefined) {
    tally = { sends10m: 0, amount1d: new Map() };
    tallies.set(payerId, tally);
  }
  return tally;
}

/** Adds the candidate to its payer's tally and answers the signals as they then stand. */
function count(tallies: Map<string, Tally>, { payerId, amount }: Candidate): Signals {
  const tally = tallyOf(tallies, payerId);
  const before = tally.amount1d.get(amount.currency) ?? 0n;
  tally.sends10m += 1;
  tally.amount1d.set(amount.currency, before + amount.minor);
  return {
    payerSends10m: tally.sends10m,
    payerAmount1d: before + amount.minor,
    currency: amount.currency,
  };
}

const bigintAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;
