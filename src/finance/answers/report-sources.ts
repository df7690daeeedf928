// What the controllers of reports read from, and how they read a range.
import { Injectable } from '@nestjs/common';
import { AsOf, type ReportRange } from '../../ledger/index.js';
import { Transactor } from '../../shared/database.js';
import { placeOf, type RangeQuery } from './report.query.js';

/** Rows of a whole export are read in pages of this length. */
export const EXPORT_PAGE = 1000;

@Injectable()
export class ReportSources {
  constructor(
    readonly transactor: Transactor,
    readonly asOf: AsOf,
  ) {}

  range(query: RangeQuery): Promise<ReportRange> {
    return this.asOf.range(
      placeOf(query.fromPosition, query.fromMoment),
      placeOf(query.toPosition, query.toMoment),
      {
        ...(query.occurredFrom === undefined ? {} : { from: query.occurredFrom }),
        ...(query.occurredBefore === undefined ? {} : { before: query.occurredBefore }),
      },
    );
  }
}
