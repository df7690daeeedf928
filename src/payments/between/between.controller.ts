// What people owe each other in a thread, over HTTP. What is not even is settled by a payment that names
// the requests: `POST /v1/payments`.
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../shared/clock.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { EvenDto } from './between.dto.js';
import { BetweenDesk } from './between-desk.js';
import type { BetweenView } from './contract.js';
import { SetOff } from './set-off.js';
import { wordsOf } from './settling.js';

@ApiTags('between')
@Controller('v1/threads/:threadId/between')
export class BetweenController {
  constructor(
    private readonly desk: BetweenDesk,
    private readonly setOff: SetOff,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What is open between me and the others of a thread' })
  one(
    @CurrentActor() { personId }: Actor,
    @Param('threadId') threadId: string,
  ): Promise<BetweenView> {
    return this.desk.one(personId, threadId);
  }

  @Post('even')
  @ApiOperation({ summary: 'Set off what the two of us ask of each other, where that is the same' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async even(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('threadId') threadId: string,
    @Body() { personId: otherId, currency, settle: seen }: EvenDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { threadId, otherId, currency };
    const fingerprint = fingerprintOf('set-off', { ...asked, settle: wordsOf(seen) });
    const at = this.clock.now();
    sendReply(reply, await this.setOff.run({ personId, key, fingerprint, ...asked, seen, at }));
  }
}
