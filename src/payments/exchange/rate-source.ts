// Where mid-market rates come from, whoever keeps them.
import type { Database } from '../../shared/database.js';
import type { Refusal } from '../../shared/refusal.js';
import type { MidRate } from './price.js';

export interface CurrentRate extends MidRate {
  /** `rat_…` */
  readonly id: string;
  /** From then on it is never used. */
  readonly validUntil: Date;
}

export abstract class RateSource {
  /**
   * The rate of two currencies, whichever way round it is kept. Answers `exchange_rate_unknown` where there
   * was never one, and `exchange_rate_stale` where the newest is over or not valid yet.
   */
  abstract current(
    db: Database,
    pair: readonly [string, string],
    at: Date,
  ): Promise<CurrentRate | Refusal>;
}
