// Messages over HTTP: read, say, edit, delete, react, search. Each checks that the caller is in the
// thread and may see the message; what he may not see answers like what does not exist.
import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Clock } from '../../shared/clock.js';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import { People } from '../../shared/people.js';
import { PageQuery } from '../../shared/page.query.js';
import { PlainText } from '../../shared/text.js';
import type { MessagePage, MessageView } from '../contract.js';
import { refuse } from '../refusals.js';
import { joinedSequence } from '../threads/thread-store.js';
import { ChangeMessages } from './change-messages.js';
import { absentees, messagesAfter, messagesBefore } from './messages.js';
import { SayMessages } from './say.js';

class TextBody {
  @ApiProperty({ maxLength: 4000 })
  @PlainText({ max: 4000, lines: true })
  body!: string;
}

class MessageBody {
  @ApiProperty({ description: "The client's own id; a retry never doubles the message" })
  @Matches(/^[\w-]{8,64}$/)
  clientId!: string;

  @ApiPropertyOptional({ maxLength: 4000, description: 'May be left out with a picture' })
  @IsOptional()
  @PlainText({ max: 4000, lines: true })
  body?: string;

  @ApiPropertyOptional({ description: 'A picture uploaded to this thread before' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  pictureId?: string;

  @ApiPropertyOptional({ description: 'The id of the message this one answers' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  replyTo?: string;
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

class ReactionPath {
  @IsString()
  threadId!: string;

  @IsString()
  messageId!: string;

  @ApiProperty({ description: 'One emoji, such as 👍' })
  @Matches(new RegExp('^\\p{RGI_Emoji}$', 'v'), { message: 'emoji must be one emoji' })
  emoji!: string;
}

const LIMIT = 50;

@ApiTags('messages')
@Controller('v1/threads/:threadId/messages')
export class MessagesController {
  constructor(
    private readonly saying: SayMessages,
    private readonly changing: ChangeMessages,
    private readonly transactor: Transactor,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Messages: the newest, those before a sequence, or what changed after' })
  async messages(
    @CurrentActor() { personId }: Actor,
    @Param('threadId') threadId: string,
    @Query() query: MessagesQuery,
  ): Promise<MessagePage> {
    const { reader } = this.transactor;
    const joined = await joinedSequence(reader, threadId, personId);
    if (joined === undefined) throw refuse('thread_unknown');
    const limit = query.limit ?? LIMIT;
    const page =
      query.after === undefined
        ? await messagesBefore(reader, threadId, personId, query.before, limit)
        : await messagesAfter(reader, threadId, personId, query.after, limit);
    const former = await absentees(reader, threadId, page.messages);
    const profiles = await this.people.profiles(reader, former);
    const people = former.flatMap((id) => profiles.get(id) ?? []);
    return { ...page, former: people.map(({ id, handle, name }) => ({ id, handle, name })) };
  }

  @Post()
  @ApiOperation({ summary: 'Say something, with or without a picture' })
  say(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Body() { clientId, body, pictureId, replyTo }: MessageBody,
  ): Promise<MessageView> {
    return this.saying.say({
      threadId,
      authorId: actor.personId,
      clientId,
      body: body ?? null,
      pictureId: pictureId ?? null,
      replyTo: replyTo ?? null,
      createdAt: this.clock.now(),
    });
  }

  @Patch(':messageId')
  @ApiOperation({ summary: 'Give my own text other words' })
  edit(
    @CurrentActor() { personId: actorId }: Actor,
    @Param('threadId') threadId: string,
    @Param('messageId') messageId: string,
    @Body() { body }: TextBody,
  ): Promise<MessageView> {
    const target = { threadId, messageId, actorId };
    return this.transactor.run((tx) => this.changing.edit(tx, target, body));
  }

  @Delete(':messageId')
  @ApiOperation({ summary: 'Empty my own text; its place remains' })
  delete(
    @CurrentActor() { personId: actorId }: Actor,
    @Param('threadId') threadId: string,
    @Param('messageId') messageId: string,
  ): Promise<MessageView> {
    const target = { threadId, messageId, actorId };
    return this.transactor.run((tx) => this.changing.delete(tx, target));
  }

  @Put(':messageId/reactions/:emoji')
  @ApiOperation({ summary: 'React with an emoji; again changes nothing' })
  react(
    @CurrentActor() { personId: actorId }: Actor,
    @Param() { threadId, messageId, emoji }: ReactionPath,
  ): Promise<MessageView> {
    const target = { threadId, messageId, actorId };
    return this.transactor.run((tx) => this.changing.react(tx, target, emoji, true));
  }

  @Delete(':messageId/reactions/:emoji')
  @ApiOperation({ summary: 'Take a reaction back' })
  unreact(
    @CurrentActor() { personId: actorId }: Actor,
    @Param() { threadId, messageId, emoji }: ReactionPath,
  ): Promise<MessageView> {
    const target = { threadId, messageId, actorId };
    return this.transactor.run((tx) => this.changing.react(tx, target, emoji, false));
  }
}
