// An amount as it comes in over HTTP: a decimal string and its currency, parsed by shared/money.ts.
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, MaxLength } from 'class-validator';

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
