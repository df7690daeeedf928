// Threads and messages over HTTP. Each handler checks first that the caller is in the thread; a
// thread of other people answers exactly like one that does not exist.
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { Clock } from '../shared/clock.js';
import { Transactor } from '../shared/database.js';
import { type Actor, CurrentActor } from '../shared/http.js';
import { PageQuery } from '../shared/page.query.js';
import { present } from '../shared/refusal.js';
import { PlainText } from '../shared/text.js';
import { Chat, refuse } from './chat.js';
import type { MessagePage, MessageView, ThreadView } from './contract.js';
import { messagesAfter, messagesBefore, toMessageView } from './messages.js';
import { Threads } from './threads.js';

class MessageBody {
  @ApiProperty({ description: "The client's own id; a retry never doubles the message" })
  @Matches(/^[\w-]{8,64}$/)
  clientId!: string;

  @ApiProperty({ maxLength: 4000 })
  @PlainText({ max: 4000, lines: true })
  body!: string;
}

class ReadBody {
  @ApiProperty({ description: 'The highest sequence that was read' })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  sequence!: number;
}

class MessagesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Messages changed after this revision' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after?: number;

  @ApiPropertyOptional({ description: 'Messages before this sequence' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  before?: number;
}

const LIMIT = 50;

@ApiTags('threads')
@Controller('v1/threads')
export class ThreadsController {
  constructor(
    private readonly chat: Chat,
    private readonly threads: Threads,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My threads, the one with the latest message first' })
  async list(@CurrentActor() actor: Actor): Promise<{ threads: ThreadView[] }> {
    return { threads: await this.threads.list(this.transactor.reader, actor.personId) };
  }

  @Get(':threadId')
  @ApiOperation({ summary: 'One thread' })
  one(@CurrentActor() actor: Actor, @Param('threadId') threadId: string): Promise<ThreadView> {
    return this.threads.one(this.transactor.reader, actor.personId, threadId);
  }

  @Get(':threadId/messages')
  @ApiOperation({ summary: 'Messages: the newest, those before a sequence, or what changed after' })
  async messages(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Query() query: MessagesQuery,
  ): Promise<MessagePage> {
    await this.requireParticipant(actor, threadId);
    const { reader } = this.transactor;
    const limit = query.limit ?? LIMIT;
    return query.after === undefined
      ? messagesBefore(reader, threadId, actor.personId, query.before, limit)
      : messagesAfter(reader, threadId, actor.personId, query.after, limit);
  }

  @Post(':threadId/messages')
  @ApiOperation({ summary: 'Say something' })
  async say(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Body() { body, clientId }: MessageBody,
  ): Promise<MessageView> {
    await this.requireParticipant(actor, threadId);
    const [message] = await this.transactor.run((tx) =>
      this.chat.append(tx, [
        { threadId, authorId: actor.personId, createdAt: this.clock.now(), body, clientId },
      ]),
    );
    return toMessageView(present(message, 'one draft makes one message'));
  }

  @Post(':threadId/read')
  @HttpCode(204)
  @ApiOperation({ summary: 'I have read up to here; never moves back' })
  async read(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Body() { sequence }: ReadBody,
  ): Promise<void> {
    await this.requireParticipant(actor, threadId);
    await this.transactor.run((tx) => this.chat.markRead(tx, threadId, actor.personId, sequence));
  }

  private async requireParticipant(actor: Actor, threadId: string): Promise<void> {
    const rosters = await this.chat.rosters(this.transactor.reader, [threadId]);
    if (rosters.get(threadId)?.personIds.includes(actor.personId) !== true) {
      throw refuse('thread_unknown');
    }
  }
}
