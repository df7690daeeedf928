// Invitation links over HTTP. The secret travels in bodies only, never in an address that a server or
// a proxy would write down.
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import type { InviteView, OpenedInvite } from '../contract.js';
import { FindPeople } from './find-people.js';
import { Invites } from './invites.js';

class InviteBody {
  @ApiPropertyOptional({ description: 'A group; without it the link leads to a thread with me' })
  @IsOptional()
  @IsString()
  threadId?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 720, default: 168, description: 'Hours it is valid' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(720)
  hours?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: 500, default: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  usesMax?: number;
}

class TokenBody {
  @ApiProperty({ description: 'What stands behind # in the link' })
  @IsString()
  @Matches(/^[\w-]{16,64}$/)
  token!: string;
}

@ApiTags('invites')
@Controller('v1/invites')
export class InvitesController {
  constructor(
    private readonly invites: Invites,
    private readonly find: FindPeople,
    private readonly transactor: Transactor,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Make an invitation link; its token is shown only now' })
  create(@CurrentActor() actor: Actor, @Body() body: InviteBody): Promise<InviteView> {
    const { threadId = null, hours = 168, usesMax = 1 } = body;
    return this.transactor.run((tx) =>
      this.invites.create(tx, actor.personId, { threadId, hours, usesMax }),
    );
  }

  @Get()
  @ApiOperation({ summary: 'My invitations that are valid' })
  async list(@CurrentActor() actor: Actor): Promise<{ invites: InviteView[] }> {
    return { invites: await this.invites.list(this.transactor.reader, actor.personId) };
  }

  @Delete(':inviteId')
  @HttpCode(204)
  @ApiOperation({ summary: 'End an invitation' })
  revoke(@CurrentActor() actor: Actor, @Param('inviteId') inviteId: string): Promise<void> {
    return this.transactor.run((tx) => this.invites.revoke(tx, actor.personId, inviteId));
  }

  @Post('look')
  @HttpCode(200)
  @ApiOperation({ summary: 'What an invitation leads to; counts as a question of who somebody is' })
  async look(@CurrentActor() actor: Actor, @Body() { token }: TokenBody): Promise<OpenedInvite> {
    await this.find.spend(actor.personId);
    return this.invites.look(this.transactor.reader, actor.personId, token);
  }

  @Post('accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go where an invitation leads' })
  async accept(
    @CurrentActor() actor: Actor,
    @Body() { token }: TokenBody,
  ): Promise<{ threadId: string }> {
    await this.find.spend(actor.personId);
    const threadId = await this.transactor.run((tx) =>
      this.invites.accept(tx, actor.personId, token),
    );
    return { threadId };
  }
}
