// People over HTTP: find somebody by handle, and block somebody.
import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import type { FoundPerson } from '../contract.js';
import { Blocks } from '../threads/blocks.js';
import { FindPeople } from './find-people.js';

class HandleQuery {
  @ApiProperty({ description: 'The exact handle, with or without @', example: 'ben' })
  @Matches(/^@?[A-Za-z0-9_]{2,30}$/)
  handle!: string;
}

@ApiTags('people')
@Controller('v1')
export class PeopleController {
  constructor(
    private readonly find: FindPeople,
    private readonly blocks: Blocks,
    private readonly transactor: Transactor,
  ) {}

  @Get('people')
  @ApiOperation({ summary: 'Who has this handle; thirty questions an hour' })
  byHandle(@CurrentActor() actor: Actor, @Query() { handle }: HandleQuery): Promise<FoundPerson> {
    return this.find.byHandle(this.transactor.reader, actor.personId, handle);
  }

  @Get('blocks')
  @ApiOperation({ summary: 'Whom I have blocked' })
  async blocked(@CurrentActor() actor: Actor): Promise<{ people: FoundPerson[] }> {
    return { people: await this.blocks.list(this.transactor.reader, actor.personId) };
  }

  @Put('blocks/:personId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Block somebody: no messages and no payments between us, either way' })
  block(@CurrentActor() actor: Actor, @Param('personId') personId: string): Promise<void> {
    return this.transactor.run((tx) => this.blocks.block(tx, actor.personId, personId));
  }

  @Delete('blocks/:personId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take my block back' })
  unblock(@CurrentActor() actor: Actor, @Param('personId') personId: string): Promise<void> {
    return this.transactor.run((tx) => this.blocks.unblock(tx, actor.personId, personId));
  }
}
