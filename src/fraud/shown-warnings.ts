// What payers were warned of, and what they did then. A warning that nobody heeds, or that everybody
// heeds, tells the risk team whether it is worth its place.
import { Injectable } from '@nestjs/common';
import { type Database, rows, type Tx } from '../shared/database.js';
import { newId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';
import { refusals } from '../shared/refusal.js';
import type { WarningCode } from './payer-warnings.js';

const refuse = refusals({
  warning_unknown: { kind: 'missing', title: 'There is no such warning.' },
});

/** What somebody did after they were warned. */
export const WARNING_ANSWERS = ['went_on', 'turned_back', 'cooled_off'] as const;
export type WarningAnswer = (typeof WARNING_ANSWERS)[number];

export interface ShownTo {
  readonly payerId: string;
  readonly payeeId: string;
  readonly amount: Money;
}

export interface WarningCount {
  readonly code: WarningCode;
  readonly shown: number;
  readonly wentOn: number;
  readonly turnedBack: number;
  readonly cooledOff: number;
}

@Injectable()
export class ShownWarnings {
  /**
   * Notes that somebody is shown these warnings, and answers under which id. Looking again within the
   * hour at what was not answered is the same warning.
   */
  async show(tx: Tx, { payerId, payeeId, amount }: ShownTo, codes: WarningCode[]): Promise<string> {
    const [open] = await rows<{ id: string }>(
      tx,
      `UPDATE fraud.shown_warnings SET amount = $4, currency = $5
        WHERE payer_id = $1 AND payee_id = $2 AND codes = $3 AND answer IS NULL
          AND shown_at > now() - interval '1 hour' RETURNING id`,
      [payerId, payeeId, codes, amount.minor.toString(), amount.currency],
    );
    if (open !== undefined) return open.id;
    const id = newId('wrn');
    await tx.query(
      `INSERT INTO fraud.shown_warnings (id, payer_id, payee_id, codes, amount, currency)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, payerId, payeeId, codes, amount.minor.toString(), amount.currency],
    );
    return id;
  }

  /** Notes what the payer did. The last word counts. Refuses `warning_unknown`, for others' too. */
  async answer(tx: Tx, payerId: string, id: string, answer: WarningAnswer): Promise<void> {
    const answered = await rows(
      tx,
      `UPDATE fraud.shown_warnings SET answer = $3, answered_at = now()
        WHERE id = $1 AND payer_id = $2 RETURNING id`,
      [id, payerId, answer],
    );
    if (answered.length === 0) throw refuse('warning_unknown');
  }

  /** How often each warning was shown in the last days, and what came of it. */
  counts(db: Database, days: number): Promise<WarningCount[]> {
    return rows<WarningCount>(
      db,
      `SELECT code, count(*)::int AS shown,
              count(*) FILTER (WHERE answer = 'went_on')::int AS "wentOn",
              count(*) FILTER (WHERE answer = 'turned_back')::int AS "turnedBack",
              count(*) FILTER (WHERE answer = 'cooled_off')::int AS "cooledOff"
         FROM fraud.shown_warnings, UNNEST(codes) AS c (code)
        WHERE shown_at > now() - make_interval(days => $1) GROUP BY code ORDER BY code`,
      [days],
    );
  }
}
