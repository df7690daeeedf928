// The verbs of the judge: prepare, then judge in memory, then write, all inside the transaction that
// moves the money. The caller has locked the payers' accounts before, so what is counted is exact.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../shared/config.js';
import { type Database, preparedRows, rows, type Tx } from '../shared/database.js';
import { Judge, type Tally } from './judge.js';
import { describeSignals, type Reason, type SignalView } from './rules.js';

/** An assessment as it was stored. */
export interface StoredAssessment {
  readonly reasons: readonly Reason[];
  readonly signals: readonly SignalView[];
}

@Injectable()
export class Fraud {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Loads what these payers attempted lately, and answers the judge to ask. */
  async prepare(tx: Tx, payerIds: readonly string[]): Promise<Judge> {
    const tallies = new Map<string, Tally>();
    if (payerIds.length > 0) {
      for (const row of await this.attempts(tx, payerIds)) {
        const tally = tallies.get(row.payer_id) ?? { sends10m: 0, amount1d: new Map() };
        tally.sends10m += row.sends;
        tally.amount1d.set(row.currency, BigInt(row.amount));
        tallies.set(row.payer_id, tally);
      }
    }
    return new Judge(tallies, this.config.velocity);
  }

  /** Stores the judge's assessments. */
  async write(tx: Tx, { assessments }: Judge): Promise<void> {
    if (assessments.length === 0) return;
    const candidates = assessments.map((assessment) => assessment.candidate);
    await preparedRows(
      tx,
      `INSERT INTO fraud.assessments (candidate_id, payer_id, payee_id, amount, currency, occurred_at,
                                      decision, reasons, signals, refused)
       SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[],
                            $6::timestamptz[], $7::fraud.decision[], $8::jsonb[], $9::jsonb[],
                            $10::boolean[])`,
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
        assessments.map((assessment) => assessment.refused),
      ],
    );
  }

  /** The stored assessments of these candidates, by candidate. */
  async assessments(
    db: Database,
    candidateIds: readonly string[],
  ): Promise<Map<string, StoredAssessment>> {
    const found = await rows<{
      candidate_id: string;
      reasons: Reason[];
      signals: Parameters<typeof describeSignals>[0];
    }>(
      db,
      'SELECT candidate_id, reasons, signals FROM fraud.assessments WHERE candidate_id = ANY($1)',
      [candidateIds],
    );
    return new Map(
      found.map(({ candidate_id, reasons, signals }) => [
        candidate_id,
        { reasons, signals: describeSignals(signals) },
      ]),
    );
  }

  private attempts(tx: Tx, payerIds: readonly string[]) {
    return preparedRows<{ payer_id: string; currency: string; sends: number; amount: string }>(
      tx,
      `SELECT payer_id, currency,
              coalesce(sum(amount) FILTER (WHERE NOT refused), 0)::text AS amount,
              count(*) FILTER (WHERE occurred_at > now() - interval '10 minutes')::int AS sends
         FROM fraud.assessments
        WHERE payer_id = ANY($1) AND occurred_at > now() - interval '1 day'
        GROUP BY payer_id, currency`,
      [[...new Set(payerIds)]],
    );
  }
}

const bigintAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;
