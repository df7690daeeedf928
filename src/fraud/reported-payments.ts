// What payers reported about payments they made, as facts: who, whom, of which kind, and what a
// reviewer found. Rules may read them; nothing here judges anybody.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../shared/database.js';
import type { Money } from '../shared/money.js';

export interface ReportedPayment {
  /** The id of what was judged when it was made. */
  readonly candidateId: string;
  readonly payerId: string;
  readonly payeeId: string;
  /** The kind the payer chose; opaque here. */
  readonly kind: string;
  readonly amount: Money;
  readonly at: Date;
}

@Injectable()
export class ReportedPayments {
  async reported(tx: Tx, report: ReportedPayment): Promise<void> {
    const { candidateId, payerId, payeeId, kind, amount, at } = report;
    await tx.query(
      `INSERT INTO fraud.reported_payments
         (candidate_id, payer_id, payee_id, kind, amount, currency, reported_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [candidateId, payerId, payeeId, kind, amount.minor.toString(), amount.currency, at],
    );
  }

  /** What a reviewer found; after an appeal, what the last one did. */
  async decided(
    tx: Tx,
    candidateId: string,
    outcome: 'granted' | 'denied',
    at: Date,
  ): Promise<void> {
    await tx.query(
      'UPDATE fraud.reported_payments SET outcome = $2, decided_at = $3 WHERE candidate_id = $1',
      [candidateId, outcome, at],
    );
  }
}
