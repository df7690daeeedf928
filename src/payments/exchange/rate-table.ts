// Rates as rows: set by one person of finance, approved by another. The newest that was approved counts, and
// none before it, even where that one was meant to hold longer.
import { Injectable } from '@nestjs/common';
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { Refusal } from '../../shared/refusal.js';
import type { RateView } from './contract.js';
import { refuseExchange } from './price.js';
import { type CurrentRate, RateSource } from './rate-source.js';

export interface Rate {
  readonly id: string;
  readonly base: string;
  readonly counter: string;
  readonly rate: string;
  readonly source: string;
  readonly quotedAt: Date;
  readonly validUntil: Date;
  readonly state: RateView['state'];
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

const COLUMNS = `id, base, counter, rate::text AS rate, source, quoted_at AS "quotedAt",
  valid_until AS "validUntil", state, proposed_by AS "proposedBy", proposed_at AS "proposedAt",
  decided_by AS "decidedBy", decided_at AS "decidedAt"`;

@Injectable()
export class RateTable extends RateSource {
  async current(
    db: Database,
    [one, other]: readonly [string, string],
    at: Date,
  ): Promise<CurrentRate | Refusal> {
    const [rate] = await rows<Rate>(
      db,
      `SELECT ${COLUMNS} FROM payments.rates
        WHERE least(base, counter) = least($1, $2) AND greatest(base, counter) = greatest($1, $2)
          AND state = 'approved'
        ORDER BY decided_at DESC, id DESC LIMIT 1`,
      [one, other],
    );
    if (rate === undefined) return refuseExchange('exchange_rate_unknown');
    const holds = rate.quotedAt <= at && at < rate.validUntil;
    return holds ? rate : refuseExchange('exchange_rate_stale');
  }
}

export async function insertRate(tx: Tx, rate: Rate): Promise<void> {
  await tx.query(
    `INSERT INTO payments.rates
       (id, base, counter, rate, source, quoted_at, valid_until, proposed_by, proposed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      rate.id,
      rate.base,
      rate.counter,
      rate.rate,
      rate.source,
      rate.quotedAt,
      rate.validUntil,
      rate.proposedBy,
      rate.proposedAt,
    ],
  );
}

/** Decides a rate that is still proposed and answers it; undefined when it is not. */
export async function decideRate(
  tx: Tx,
  id: string,
  state: 'approved' | 'declined',
  by: string,
  at: Date,
): Promise<Rate | undefined> {
  const [row] = await rows<Rate>(
    tx,
    `UPDATE payments.rates SET state = $2, decided_by = $3, decided_at = $4
      WHERE id = $1 AND state = 'proposed' RETURNING ${COLUMNS}`,
    [id, state, by, at],
  );
  return row;
}

export async function findRate(db: Database, id: string): Promise<Rate | undefined> {
  const [row] = await rows<Rate>(db, `SELECT ${COLUMNS} FROM payments.rates WHERE id = $1`, [id]);
  return row;
}

/** Rates, newest first; of one state, if given. */
export function ratesPage(
  db: Database,
  state: Rate['state'] | null,
  before: string | null,
  limit: number,
): Promise<Rate[]> {
  return rows<Rate>(
    db,
    `SELECT ${COLUMNS} FROM payments.rates
      WHERE ($1::payments.rate_state IS NULL OR state = $1) AND ($2::text IS NULL OR id < $2)
      ORDER BY id DESC LIMIT $3`,
    [state, before, limit],
  );
}
