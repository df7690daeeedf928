// The people of a group over HTTP: let in, put out, leave, and who may do what.
import { Body, Controller, Delete, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import type { ThreadRole, ThreadView } from '../contract.js';
import { Groups } from './groups.js';
import { PeopleBody } from './threads.controller.js';
import { Threads } from './threads.js';

class RoleBody {
  @ApiProperty({ enum: ['owner', 'admin', 'member'] })
  @IsIn(['owner', 'admin', 'member'])
  role!: ThreadRole;
}

@ApiTags('threads')
@Controller('v1/threads/:threadId')
export class ParticipantsController {
  constructor(
    private readonly groups: Groups,
    private readonly threads: Threads,
    private readonly transactor: Transactor,
  ) {}

  @Post('participants')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let people into a group (owners and admins)' })
  add(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Body() { personIds }: PeopleBody,
  ): Promise<ThreadView> {
    return this.transactor.run(async (tx) => {
      await this.groups.add(tx, actor.personId, threadId, personIds);
      return this.threads.one(tx, actor.personId, threadId);
    });
  }

  @Put('participants/:personId/role')
  @ApiOperation({ summary: "Change somebody's role (owners)" })
  setRole(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Param('personId') personId: string,
    @Body() { role }: RoleBody,
  ): Promise<ThreadView> {
    return this.transactor.run(async (tx) => {
      await this.groups.setRole(tx, actor.personId, threadId, personId, role);
      return this.threads.one(tx, actor.personId, threadId);
    });
  }

  @Delete('participants/:personId')
  @ApiOperation({ summary: 'Put out somebody of a lower role (owners and admins)' })
  remove(
    @CurrentActor() actor: Actor,
    @Param('threadId') threadId: string,
    @Param('personId') personId: string,
  ): Promise<ThreadView> {
    return this.transactor.run(async (tx) => {
      await this.groups.remove(tx, actor.personId, threadId, personId);
      return this.threads.one(tx, actor.personId, threadId);
    });
  }

  @Post('leave')
  @HttpCode(204)
  @ApiOperation({ summary: 'Leave a group; an owner is named when none is left' })
  leave(@CurrentActor() actor: Actor, @Param('threadId') threadId: string): Promise<void> {
    return this.transactor.run((tx) => this.groups.leave(tx, actor.personId, threadId));
  }
}
