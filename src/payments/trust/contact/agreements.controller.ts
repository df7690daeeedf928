// Payments that wait for a trusted contact, over HTTP: what waits for my word, and the word itself.
import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../../shared/clock.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../../shared/http.js';
import { fingerprintOf } from '../../../shared/idempotency.js';
import { ContactDesk } from './contact-desk.js';
import type { AgreementView } from './contract.js';
import { type AgreementWord, DecideAgreement } from './decide-agreement.js';

@ApiTags('trusted contact')
@Controller('v1')
export class AgreementsController {
  constructor(
    private readonly decide: DecideAgreement,
    private readonly desk: ContactDesk,
    private readonly clock: Clock,
  ) {}

  @Get('agreements')
  @ApiOperation({ summary: 'Payments that wait for my word as a trusted contact' })
  async list(@CurrentActor() { personId }: Actor): Promise<{ agreements: AgreementView[] }> {
    return { agreements: await this.desk.asked(personId) };
  }

  @Post('agreements/:paymentId/agree')
  @ApiOperation({ summary: 'Agree: the payment is made now, or refused for another reason' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  agree(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.say('agree', actor, key, paymentId, reply);
  }

  @Post('agreements/:paymentId/decline')
  @ApiOperation({ summary: 'Decline: nothing is sent' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  decline(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.say('decline', actor, key, paymentId, reply);
  }

  @Post('payments/:paymentId/call-off')
  @ApiOperation({ summary: 'Call off a payment of mine that waits for my trusted contact' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  callOff(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.say('call_off', actor, key, paymentId, reply);
  }

  private async say(
    word: AgreementWord,
    { personId }: Actor,
    key: string,
    paymentId: string,
    reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('agreement', { paymentId, word });
    const at = this.clock.now();
    sendReply(reply, await this.decide.run({ personId, key, fingerprint, paymentId, word, at }));
  }
}
