// The processor's events for finance: what came, what became of it, what was refused, and the way to
// have dead letters or a whole range worked on again. Working on an event twice is harmless.
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';
import { BOOK_READERS, FINANCE_ROLES } from '../../identity/index.js';
import { RolesAllowed } from '../../shared/http.js';
import { PageQuery } from '../../shared/page.query.js';
import type { ProcessorEventsPage, ReplayView } from './contract.js';
import { InboxDesk } from './inbox-desk.js';

const STATES = ['waiting', 'applied', 'ignored', 'duplicate', 'dead'] as const;

class EventsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^\d{4}-[0-9T:.+Z-]{10,30},[\w-]{1,200}$/)
  before?: string;
}

class ReplayDto {
  @ApiPropertyOptional({ description: 'Received at or after this moment' })
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ description: 'Received before this moment' })
  @IsOptional()
  @IsISO8601({ strict: true })
  until?: string;

  @ApiPropertyOptional({ description: 'Dead letters only', default: true })
  @IsOptional()
  @IsBoolean()
  deadOnly?: boolean;
}

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance/events')
export class EventsController {
  constructor(private readonly desk: InboxDesk) {}

  @Get()
  @ApiOperation({ summary: "The processor's events, newest first, and how many were refused" })
  list(@Query() { state, before, limit }: EventsQuery): Promise<ProcessorEventsPage> {
    return this.desk.page(state ?? null, before ?? null, limit ?? 30);
  }

  @RolesAllowed(...FINANCE_ROLES)
  @Post(':eventId/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Work on one event again' })
  one(@Param('eventId') eventId: string): Promise<ReplayView> {
    return this.desk.replayOne(eventId);
  }

  @RolesAllowed(...FINANCE_ROLES)
  @Post('replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Work on a range of events again, up to a thousand at once' })
  range(@Body() { from, until, deadOnly }: ReplayDto): Promise<ReplayView> {
    return this.desk.replayRange({
      from: from === undefined ? null : new Date(from),
      until: until === undefined ? null : new Date(until),
      dead: deadOnly ?? true,
    });
  }
}
