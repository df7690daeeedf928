// Payments that wait, over HTTP: the words of their two people.
import { Controller, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../shared/clock.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { EndWait, type WaitWord } from './end-wait.js';

@ApiTags('payments')
@Controller('v1/payments/:paymentId')
export class WaitsController {
  constructor(
    private readonly endWait: EndWait,
    private readonly clock: Clock,
  ) {}

  @Post('undo')
  @ApiOperation({ summary: 'Undo a payment of mine before it is sent' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  undo(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.say('undo', actor, key, paymentId, reply);
  }

  @Post('recall')
  @ApiOperation({ summary: 'Recall a payment of mine before it arrives' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  recall(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.say('recall', actor, key, paymentId, reply);
  }

  @Post('cancel')
  @ApiOperation({
    summary: 'Cancel a payment of mine that waits to be accepted, or is held for review',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  cancel(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.say('cancel', actor, key, paymentId, reply);
  }

  @Post('accept')
  @ApiOperation({ summary: 'Accept a payment to me: the money is mine' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  accept(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.say('accept', actor, key, paymentId, reply);
  }

  @Post('decline')
  @ApiOperation({ summary: 'Decline a payment to me: it goes back' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  decline(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.say('decline', actor, key, paymentId, reply);
  }

  private async say(
    word: WaitWord,
    { personId }: Actor,
    key: string,
    paymentId: string,
    reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('end-wait', { paymentId, word });
    const at = this.clock.now();
    sendReply(reply, await this.endWait.run({ personId, key, fingerprint, paymentId, word, at }));
  }
}
