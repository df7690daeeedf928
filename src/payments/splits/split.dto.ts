// Bodies of bills, and their reading: text becomes minor units, hundredths and a division that is whole.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { parseMoney } from '../../shared/money.js';
import { PlainText } from '../../shared/text.js';
import { MoneyDto } from '../payment/money.dto.js';
import type { SplitBody, SplitDivision, SplitItem, SplitPart, SplitWay } from './contract.js';
import type { Division, Weight } from './divide.js';
import { refuseSplit } from './split.js';

const WAYS: readonly SplitWay[] = ['equally', 'exactly', 'shares', 'percent', 'items'];
/** As many as may be asked in a day, and the maker. */
const PEOPLE_MAX = 31;
const ITEMS_MAX = 60;
const HUNDREDTHS = /^(\d{1,6})(?:\.(\d{1,2}))?$/;

class PartDto implements SplitPart {
  @ApiProperty({ example: 'usr_…' })
  @IsString()
  @MaxLength(64)
  personId!: string;

  @ApiProperty({ description: 'An amount, a number of shares or a percentage', example: '12.50' })
  @IsString()
  @MaxLength(32)
  value!: string;
}

class ItemDto implements SplitItem {
  @ApiProperty({ maxLength: 80 })
  @PlainText({ max: 80 })
  name!: string;

  @ApiProperty({ example: '8.50' })
  @IsString()
  @MaxLength(32)
  amount!: string;

  @ApiProperty({ isArray: true, type: String })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(PEOPLE_MAX)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  personIds!: string[];
}

class DivisionDto implements SplitDivision {
  @ApiProperty({ enum: WAYS })
  @IsIn(WAYS)
  way!: SplitWay;

  @ApiPropertyOptional({ isArray: true, type: String, description: 'For `equally`' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(PEOPLE_MAX)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  personIds?: string[];

  @ApiPropertyOptional({ isArray: true, type: PartDto })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(PEOPLE_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PartDto)
  parts?: PartDto[];

  @ApiPropertyOptional({ isArray: true, type: ItemDto })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ITEMS_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ItemDto)
  items?: ItemDto[];
}

export class SplitRoundDto implements SplitBody {
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  @ApiPropertyOptional({ maxLength: 80 })
  @IsOptional()
  @PlainText({ min: 0, max: 80 })
  title?: string;

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => DivisionDto)
  division!: DivisionDto;

  @ApiPropertyOptional({ minimum: 1, maximum: 2160, default: 336, description: 'Hours it is open' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2160)
  hours?: number;
}

export class ConcernedDto {
  @ApiPropertyOptional({ description: 'Whose share; without it everybody’s', example: 'usr_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  personId?: string;
}

export class ReopenDto {
  @ApiProperty({ description: 'Whose share is divided anew', example: 'usr_…' })
  @IsString()
  @MaxLength(64)
  personId!: string;

  @ApiPropertyOptional({ isArray: true, type: String, description: 'Among whom' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(PEOPLE_MAX)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  amongIds?: string[];
}

/** Reads a division. Refuses one that does not say who bears what. */
export function parseDivision(
  { way, personIds = [], parts = [], items = [] }: SplitDivision,
  currency: string,
): Division {
  const named = way === 'equally' ? personIds : way === 'items' ? items : parts;
  if (named.length === 0) throw refuseSplit('split_division_incomplete');
  const minorOf = (amount: string): bigint => parseMoney({ amount, currency }).minor;
  switch (way) {
    case 'equally':
      return { way, personIds };
    case 'exactly':
      return { way, parts: parts.map(toWeight(minorOf)) };
    case 'shares':
    case 'percent':
      return { way, parts: parts.map(toWeight(hundredthsOf)) };
    case 'items':
      return {
        way,
        items: items.map(({ name, amount, personIds: who }) => ({
          name,
          minor: minorOf(amount),
          personIds: who,
        })),
      };
  }
}

const toWeight =
  (read: (value: string) => bigint) =>
  ({ personId, value }: SplitPart): Weight => ({ personId, weight: read(value) });

function hundredthsOf(value: string): bigint {
  const [, whole = '0', cut = ''] = HUNDREDTHS.exec(value) ?? [];
  const weight = BigInt(whole) * 100n + BigInt(cut.padEnd(2, '0'));
  if (weight === 0n) throw refuseSplit('split_part_malformed');
  return weight;
}
