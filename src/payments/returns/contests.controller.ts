// What is contested about a payment of one's own, over HTTP: how it stands, asking back and its answers,
// and the appeal of a rejection.
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../shared/clock.js';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { PlainText } from '../../shared/text.js';
import { findPayments } from '../payment/payment-store.js';
import { AskBackMoney } from './ask-backs/ask-back.js';
import { AppealRejection } from './cases/appeal-rejection.js';
import { isSeenBy } from './contest-parts.js';
import { contestView } from './contest-view.js';
import type { AskBackReason, ContestView } from './contract.js';
import { refuseContest } from './refusals.js';
import { WordsDto } from './words.dto.js';

const REASONS = ['wrong_person', 'wrong_amount', 'other'] as const satisfies AskBackReason[];

class AskBackDto {
  @ApiProperty({ enum: REASONS })
  @IsIn(REASONS)
  reason!: AskBackReason;

  @ApiProperty({ required: false, minLength: 3, maxLength: 500 })
  @IsOptional()
  @PlainText({ min: 3, max: 500, lines: true })
  words?: string;
}

class AnswerDto {
  @ApiProperty({ minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500, lines: true })
  words!: string;
}

@ApiTags('payments')
@Controller('v1')
export class ContestsController {
  constructor(
    private readonly askBacks: AskBackMoney,
    private readonly rejections: AppealRejection,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  @Get('payments/:paymentId/contest')
  @ApiOperation({ summary: 'What is contested about one of my payments' })
  async one(
    @CurrentActor() { personId }: Actor,
    @Param('paymentId') paymentId: string,
  ): Promise<ContestView> {
    const { reader } = this.transactor;
    const [payment] = await findPayments(reader, [paymentId]);
    if (payment === undefined || !isSeenBy(payment, personId)) {
      throw refuseContest('contest_payment_unknown');
    }
    return contestView(reader, payment, personId);
  }

  @Post('payments/:paymentId/ask-backs')
  @ApiOperation({ summary: 'Ask for a payment of mine back' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async ask(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Body() { reason, words }: AskBackDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const said = words ?? null;
    const fingerprint = fingerprintOf('ask-back', { paymentId, reason, words: said });
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    sendReply(reply, await this.askBacks.ask({ ...claim, paymentId, reason, words: said }));
  }

  @Post('ask-backs/:askBackId/keep')
  @ApiOperation({ summary: 'Keep what I am asked to return, and say why' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async keep(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('askBackId') askBackId: string,
    @Body() { words }: AnswerDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('keep', { askBackId, words });
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    sendReply(reply, await this.askBacks.keep({ ...claim, askBackId, words }));
  }

  @Post('ask-backs/:askBackId/escalate')
  @ApiOperation({ summary: 'Bring to a person what was kept or not answered' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async escalate(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('askBackId') askBackId: string,
    @Body() { words }: AnswerDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('escalate', { askBackId, words });
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    sendReply(reply, await this.askBacks.escalate({ ...claim, askBackId, words }));
  }

  @Post('payments/:paymentId/appeals')
  @ApiOperation({ summary: 'Appeal that a reviewer rejected my payment' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async appeal(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Body() { words }: WordsDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('appeal-rejection', { paymentId, words });
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    sendReply(reply, await this.rejections.run({ ...claim, paymentId, words }));
  }
}
