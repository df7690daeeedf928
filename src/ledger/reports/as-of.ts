// Up to where a report reads. Every report says a position of the books, so that asked again it says
// the same; a moment is turned into the position the books had reached by then, and "now" seals what
// waits before it looks. A range may instead be cut by when things occurred: such a range, too, is
// read as of one position.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { refuseLedger } from '../refusals.js';
import { Balances } from '../seals/balances.js';
import { newestSeal } from '../seals/seal-store.js';
import { Sealer } from '../seals/sealer.js';

/** Which entries a report counts, and which of them stand before its range. */
export interface ReportRange {
  /** Entries after this position are not in the books as the report sees them. */
  readonly position: bigint;
  /** Entries up to this position come before the range. */
  readonly after: bigint;
  /** Entries that occurred before this moment come before the range. */
  readonly occurredFrom: Date | null;
  /** Entries that occurred at this moment or later do not count. */
  readonly occurredBefore: Date | null;
}

/** A place in the books as somebody names it; at most one of the two. */
export interface Place {
  readonly position?: bigint;
  readonly at?: Date;
}

@Injectable()
export class AsOf {
  constructor(
    private readonly transactor: Transactor,
    private readonly sealer: Sealer,
    private readonly balances: Balances,
  ) {}

  /**
   * The position meant by a place; without one, all that is committed by now. Refuses
   * `position_unknown` and `moment_in_future`.
   */
  async position({ position, at }: Place): Promise<bigint> {
    if (at !== undefined) return this.balances.positionAt(at);
    if (position === undefined) await this.sealer.seal();
    const reached = (await newestSeal(this.transactor.reader))?.lastPosition ?? 0n;
    if (position !== undefined && (position < 0n || position > reached)) {
      throw refuseLedger('position_unknown', `They have reached position ${reached.toString()}.`);
    }
    return position ?? reached;
  }

  /** A range from one place to another; from the beginning and to now unless said otherwise. */
  async range(
    from: Place,
    to: Place,
    occurred: { readonly from?: Date; readonly before?: Date } = {},
  ): Promise<ReportRange> {
    const position = await this.position(to);
    const named = from.position !== undefined || from.at !== undefined;
    const after = named ? await this.position(from) : 0n;
    const { from: start, before: end } = occurred;
    if (after > position || (start !== undefined && end !== undefined && start > end)) {
      throw refuseLedger('export_range_unknown');
    }
    return { position, after, occurredFrom: start ?? null, occurredBefore: end ?? null };
  }
}

/** Whether the range is cut by when things occurred. */
export const isByOccurrence = ({ occurredFrom, occurredBefore }: ReportRange): boolean =>
  occurredFrom !== null || occurredBefore !== null;
