// What comes in over HTTP for a schedule.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from '../../shared/page.query.js';
import { PlainText } from '../../shared/text.js';
import { ForSomebodyDto, MoneyDto, OneSourceDto } from '../payment/money.dto.js';
import type { Every, ScheduleState } from './contract.js';
import { TIMES_MAX } from './calendar/plan.js';

const EVERY: readonly Every[] = ['once', 'day', 'week', 'two_weeks', 'month', 'year'];
const STATES: readonly ScheduleState[] = ['active', 'paused', 'stopped', 'finished'];
const DATE = /^20\d\d-\d\d-\d\d$/;

const given =
  (name: string) =>
  (dto: object): boolean =>
    (dto as Record<string, unknown>)[name] !== undefined;

class PlanDto {
  @ApiProperty({ example: 'Europe/Lisbon', description: 'An IANA time zone' })
  @IsString()
  @MaxLength(64)
  zone!: string;

  @ApiProperty({ example: '2027-01-31' })
  @Matches(DATE)
  startsOn!: string;

  @ApiProperty({ example: '09:00', description: 'Local time' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/)
  at!: string;

  @ApiProperty({ enum: EVERY })
  @IsIn(EVERY)
  every!: Every;

  @ApiPropertyOptional({ type: [Number], description: 'Weekly: 1 is Monday, 7 is Sunday' })
  @ValidateIf(given('days'))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  days?: number[];

  @ApiPropertyOptional({ description: 'Monthly; in short months the last day', maximum: 31 })
  @ValidateIf(given('day'))
  @IsInt()
  @Min(1)
  @Max(31)
  day?: number;

  @ApiPropertyOptional({ example: '2027-12-31', description: 'Inclusive' })
  @ValidateIf(given('until'))
  @Matches(DATE)
  until?: string;

  @ApiPropertyOptional({ maximum: TIMES_MAX })
  @ValidateIf(given('times'))
  @IsInt()
  @Min(1)
  @Max(TIMES_MAX)
  times?: number;
}

export class ScheduleDto extends ForSomebodyDto {
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => OneSourceDto)
  funding!: OneSourceDto;

  @ApiPropertyOptional({ maxLength: 280 })
  @IsOptional()
  @PlainText({ min: 0, max: 280 })
  note?: string;

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => PlanDto)
  plan!: PlanDto;

  @ApiPropertyOptional({ description: 'Proven before, where one is needed', example: 'cnf_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  confirmationId?: string;
}

export class ScheduleChangeDto {
  @ApiProperty({ description: 'The revision that was looked at; another is refused' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  revision!: number;

  @ApiPropertyOptional()
  @ValidateIf(given('amount'))
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  @ApiPropertyOptional()
  @ValidateIf(given('funding'))
  @IsObject()
  @ValidateNested()
  @Type(() => OneSourceDto)
  funding?: OneSourceDto;

  @ApiPropertyOptional({ maxLength: 280, nullable: true, description: 'Null is none any more' })
  @IsOptional()
  @PlainText({ min: 0, max: 280 })
  note?: string | null;

  @ApiPropertyOptional()
  @ValidateIf(given('plan'))
  @IsObject()
  @ValidateNested()
  @Type(() => PlanDto)
  plan?: PlanDto;

  @ApiPropertyOptional({ description: 'Proven before, where one is needed', example: 'cnf_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  confirmationId?: string;
}

export class SkipDto {
  @ApiProperty({ description: 'The number of the next one, as it was seen' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  number!: number;
}

export class SchedulesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: ScheduleState;

  @ApiPropertyOptional({ description: 'Only those in this thread' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  threadId?: string;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^sch_[0-9a-v]{26}$/)
  before?: string;
}
