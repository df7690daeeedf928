// What a report may be asked for, as the address of a request says it: places in the books by position
// or by moment, times of occurrence, a form and a page.
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, Matches } from 'class-validator';
import { nameOfCode, type Place } from '../../ledger/index.js';
import { refuseRequest } from '../../shared/http.js';
import { PageQuery } from '../../shared/page.query.js';
import type { Format } from './sheet.js';

const MOMENT = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

const toDate = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && MOMENT.test(value) ? new Date(value) : value;

/** A moment as ISO 8601 with its zone, read as a Date. */
export const IsMoment = (): PropertyDecorator => applyDecorators(Transform(toDate), IsDate());

const Moment = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ description, type: String, example: '2026-11-01T00:00:00Z' }),
    IsOptional(),
    IsMoment(),
  );

const Position = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ description, example: '1200' }),
    IsOptional(),
    Matches(/^\d{1,18}$/),
  );

export class FormatQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['json', 'csv'] })
  @IsOptional()
  @IsIn(['json', 'csv'])
  format?: Format;
}

export class TrialBalanceQuery extends FormatQuery {
  @Position('Up to this position; without it and without `at`, all that is committed')
  position?: string;

  @Moment('Up to what the books had reached at this moment')
  at?: Date;

  @Moment('Only what occurred before this moment')
  occurredBefore?: Date;
}

export class OccurredQuery extends FormatQuery {
  @Moment('What occurred at this moment or later')
  occurredFrom?: Date;

  @Moment('What occurred before this moment')
  occurredBefore?: Date;
}

export class RangeQuery extends OccurredQuery {
  @Position('After this position; from the beginning unless given')
  fromPosition?: string;

  @Position('Up to this position; all that is committed unless given')
  toPosition?: string;

  @Moment('After what the books had reached at this moment')
  fromMoment?: Date;

  @Moment('Up to what the books had reached at this moment')
  toMoment?: Date;
}

export class StatementQuery extends RangeQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^(\d{1,18}|\d{1,18}\.\d{1,5}|\d{1,13}\.\d{1,18}\.\d{1,5})$/)
  after?: string;
}

/** A code of the chart. Refuses any other number. */
export function knownCode(code: number | undefined): number | null {
  if (code === undefined) return null;
  if (nameOfCode(code) === undefined) {
    throw refuseRequest('request_invalid', `The chart of accounts has no code ${String(code)}.`);
  }
  return code;
}

export class CodeQuery extends RangeQuery {
  @ApiPropertyOptional({ description: 'Account code of the chart', example: 2010 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  code?: number;

  @ApiPropertyOptional({ example: 'EUR' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/)
  currency?: string;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^[\w.:-]{1,200}$/)
  after?: string;
}

/** A place named by position or by moment. Refuses both at once. */
export function placeOf(position: string | undefined, at: Date | undefined): Place {
  if (position !== undefined && at !== undefined) {
    throw refuseRequest('request_invalid', 'Name a position or a moment, not both.');
  }
  if (position !== undefined) return { position: BigInt(position) };
  return at === undefined ? {} : { at };
}
