// Threads over HTTP: mine, a new one, and what I have chosen for one. A thread of other people answers
// exactly like one that does not exist.
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { Transactor, type Tx } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import { PlainText } from '../../shared/text.js';
import { Chat } from '../chat.js';
import type { ThreadSettingsView, ThreadView } from '../contract.js';
import { refuse } from '../refusals.js';
import { Groups } from './groups.js';
import { joinedSequence } from './thread-store.js';
import { Threads } from './threads.js';

export class TitleBody {
  @ApiProperty({ maxLength: 80 })
  @PlainText({ max: 80 })
  title!: string;
}

export class PeopleBody {
  @ApiProperty({ type: [String], maxItems: 100, description: 'Ids of people' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  personIds!: string[];
}

class ThreadBody extends PeopleBody {
  @ApiProperty({ enum: ['direct', 'group'] })
  @IsIn(['direct', 'group'])
  kind!: 'direct' | 'group';

  @ApiPropertyOptional({ maxLength: 80, description: 'Of a group' })
  @ValidateIf(({ kind }: ThreadBody) => kind === 'group')
  @PlainText({ max: 80 })
  title?: string;
}

class SettingsBody {
  @ApiProperty({
    nullable: true,
    type: String,
    description: 'An ISO time in UTC, `forever`, or null to hear of everything',
  })
  @ValidateIf(({ mutedUntil }: SettingsBody) => mutedUntil !== null && mutedUntil !== 'forever')
  @Matches(/^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/)
  @IsISO8601({ strict: true })
  mutedUntil!: string | null;

  @ApiProperty({ description: 'Whether a typed amount offers Pay or Request' })
  @IsBoolean()
  suggestsMoney!: boolean;
}

class ReadBody {
  @ApiProperty({ description: 'The highest sequence that was read' })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  sequence!: number;
}

@ApiTags('threads')
@Controller('v1/threads')
export class ThreadsController {
  constructor(
    private readonly chat: Chat,
    private readonly threads: Threads,
    private readonly groups: Groups,
    private readonly transactor: Transactor,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My threads, the one with the latest message first' })
  async list(@CurrentActor() actor: Actor): Promise<{ threads: ThreadView[] }> {
    return { threads: await this.threads.list(this.transactor.reader, actor.personId) };
  }

  @Post()
  @ApiOperation({ summary: 'A direct thread with one person (the same again), or a new group' })
  create(@CurrentActor() actor: Actor, @Body() body: ThreadBody): Promise<ThreadView> {
    return this.transactor.run(async (tx) => {
      const threadId =
        body.kind === 'direct'
          ? await this.direct(tx, actor, body.personIds)
          : await this.groups.create(tx, actor.personId, body.title ?? '', body.personIds);
      return this.threads.one(tx, actor.personId, threadId);
    });
  }

  @Get(':threadId')
  @ApiOperation({ summary: 'One thread' })
  one(@CurrentActor() actor: Actor, @Param('threadId') threadId: string): Promise<ThreadView> {
    return this.threads.one(this.transactor.reader, actor.personId, threadId);
  }

  @Patch(':threadId')
  @ApiOperation({ summary: 'Rename a group (owners and admins)' })
  async rename(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Body() { title }: TitleBody,
  ): Promise<ThreadView> {
    return this.transactor.run(async (tx) => {
      await this.groups.rename(tx, actor.personId, threadId, title);
      return this.threads.one(tx, actor.personId, threadId);
    });
  }

  @Get(':threadId/settings')
  @ApiOperation({ summary: 'What I have chosen for a thread' })
  async settings(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
  ): Promise<ThreadSettingsView> {
    return (await this.threads.one(this.transactor.reader, actor.personId, threadId)).settings;
  }

  @Put(':threadId/settings')
  @ApiOperation({ summary: 'Mute a thread for a while or for good; offer payments for amounts' })
  async choose(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Body() { mutedUntil, suggestsMoney }: SettingsBody,
  ): Promise<ThreadSettingsView> {
    return this.transactor.run(async (tx) => {
      const chosen = { mutedUntil, suggestsMoney };
      await this.threads.choose(tx, actor.personId, threadId, chosen);
      return (await this.threads.one(tx, actor.personId, threadId)).settings;
    });
  }

  @Post(':threadId/read')
  @HttpCode(204)
  @ApiOperation({ summary: 'I have read up to here; never moves back' })
  async read(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Body() { sequence }: ReadBody,
  ): Promise<void> {
    const joined = await joinedSequence(this.transactor.reader, threadId, actor.personId);
    if (joined === undefined) throw refuse('thread_unknown');
    await this.transactor.run((tx) => this.chat.markRead(tx, threadId, actor.personId, sequence));
  }

  private async direct(tx: Tx, { personId }: Actor, personIds: string[]): Promise<string> {
    const [otherId = '', ...more] = personIds;
    if (more.length > 0 || otherId === personId) throw refuse('thread_needs_people');
    await this.groups.requireReachable(tx, personId, [otherId]);
    const [threadId = ''] = await this.chat.createThreads(tx, [
      { title: null, personIds: [personId, otherId] },
    ]);
    return threadId;
  }
}
