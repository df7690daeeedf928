// Requests as somebody saw them who settles them.
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

export class SettledRequestDto {
  @ApiProperty({ example: 'req_…' })
  @IsString()
  @MaxLength(64)
  requestId!: string;

  @ApiProperty({ description: 'The revision that was looked at; another is refused' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  revision!: number;

  @ApiProperty({ description: 'What was left of it; anything else is refused', example: '5.00' })
  @IsString()
  @Matches(/^\d{1,15}(\.\d{1,4})?$/)
  left!: string;
}

/** As many as two people can have open between them, and more. */
export const SETTLED_MAX = 50;

export class EvenDto {
  @ApiProperty({ example: 'usr_…' })
  @IsString()
  @MaxLength(64)
  personId!: string;

  @ApiProperty({ example: 'EUR' })
  @IsString()
  @Matches(/^[A-Z]{3}$/)
  currency!: string;

  @ApiProperty({ type: [SettledRequestDto], minItems: 2, maxItems: SETTLED_MAX })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(SETTLED_MAX)
  @ArrayUnique(({ requestId }: SettledRequestDto) => requestId)
  @ValidateNested({ each: true })
  @Type(() => SettledRequestDto)
  settle!: SettledRequestDto[];
}
