// Searching one's threads over HTTP.
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import { PageQuery } from '../../shared/page.query.js';
import { PlainText } from '../../shared/text.js';
import type { FoundMessages } from '../contract.js';
import { MessageSearch } from './search.js';

class SearchQuery extends PageQuery {
  @ApiProperty({ description: 'Words, or their beginnings, that must all occur', maxLength: 200 })
  @PlainText({ max: 200 })
  @Matches(/[\p{L}\p{N}]/u, { message: 'q must have a letter or a digit' })
  q!: string;

  @ApiPropertyOptional({ description: 'Only in this thread' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  threadId?: string;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  before?: string;
}

const LIMIT = 30;

@ApiTags('messages')
@Controller('v1/messages')
export class SearchController {
  constructor(
    private readonly finding: MessageSearch,
    private readonly transactor: Transactor,
  ) {}

  @Get('search')
  @ApiOperation({ summary: 'Messages of my threads that have these words, newest first' })
  search(
    @CurrentActor() actor: Actor,
    @Query() { q, threadId, before, limit }: SearchQuery,
  ): Promise<FoundMessages> {
    return this.finding.find(this.transactor.reader, actor.personId, {
      text: q,
      threadId: threadId ?? null,
      before: before ?? null,
      limit: limit ?? LIMIT,
    });
  }
}
