// Money as it comes in over HTTP: an amount (a decimal string and its currency, parsed by shared/money.ts),
// what it comes from, and to whom it goes.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

export class MoneyDto {
  @ApiProperty({ example: '20.00', description: "A decimal string with the currency's decimals" })
  @IsString()
  @MaxLength(64)
  amount!: string;

  @ApiProperty({ example: 'EUR', description: 'ISO 4217' })
  @IsString()
  @Length(3, 3)
  currency!: string;
}

/** The balance, or a card. */
export class OneSourceDto {
  @ApiProperty({ enum: ['balance', 'card'] })
  @IsIn(['balance', 'card'])
  source!: 'balance' | 'card';

  @ApiPropertyOptional({ description: 'Needed when the source is a card', example: 'crd_…' })
  @ValidateIf((dto: OneSourceDto) => dto.source === 'card' || dto.cardId !== undefined)
  @IsString()
  @MaxLength(64)
  cardId?: string;
}

/** An amount for somebody of a thread. */
export class ForSomebodyDto {
  @ApiProperty({ example: 'thr_…' })
  @IsString()
  @MaxLength(64)
  threadId!: string;

  @ApiPropertyOptional({ description: 'Needed in a group', example: 'usr_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  payeeId?: string;

  // Without IsObject a list of amounts would pass, each validated, and be read as none at all.
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;
}
