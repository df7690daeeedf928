// What comes in about webhooks, from a host or from an administrator.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { PageQuery } from '../../shared/page.query.js';
import type { WebhookEventType } from '../contract.js';
import { EVENT_TYPES } from './events.js';

export class EndpointBody {
  @ApiProperty({ example: 'https://shop.example/tenner-events' })
  @IsString()
  @MaxLength(500)
  url!: string;

  @ApiProperty({ enum: EVENT_TYPES, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(16)
  @IsIn(EVENT_TYPES, { each: true })
  events!: WebhookEventType[];
}

export class RotateBody {
  @ApiPropertyOptional({ description: 'For how long the one before is good too', default: 24 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(168)
  hours?: number;
}

export class StateBody {
  @ApiProperty({ enum: ['enabled', 'disabled'] })
  @IsIn(['enabled', 'disabled'])
  state!: 'enabled' | 'disabled';
}

export class LogQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['pending', 'delivered', 'dead'] })
  @IsOptional()
  @IsIn(['pending', 'delivered', 'dead'])
  state?: 'pending' | 'delivered' | 'dead';

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^evt_[0-9a-v]{26}$/)
  before?: string;
}

export class ReplayBody {
  @ApiProperty({
    example: '2026-11-28T00:00:00Z',
    description: 'Events made at this time or later',
  })
  @IsISO8601({ strict: true })
  @MaxLength(40)
  from!: string;

  @ApiProperty({ example: '2026-11-29T00:00:00Z', description: 'and before this one' })
  @IsISO8601({ strict: true })
  @MaxLength(40)
  before!: string;

  @ApiPropertyOptional({ enum: ['delivered', 'dead'], description: 'Both, unless given' })
  @IsOptional()
  @IsIn(['delivered', 'dead'])
  state?: 'delivered' | 'dead';
}
