// The risk team's desk over HTTP: the queue, one case, and the two words a reviewer can say.
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { RISK_ROLES } from '../../identity/index.js';
import { Clock } from '../../shared/clock.js';
import { Transactor } from '../../shared/database.js';
import {
  type Actor,
  CurrentActor,
  IdempotencyKey,
  RolesAllowed,
  sendReply,
} from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { PlainText } from '../../shared/text.js';
import type { ReviewCaseView } from '../contract.js';
import { recordLook } from '../payment/record-look.js';
import { ReviewDesk } from './review-desk.js';
import { ReviewPayment, type Verdict } from './review-payment.js';

class VerdictDto {
  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

class CasesQuery {
  @ApiPropertyOptional({ enum: ['open', 'released', 'rejected'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'released', 'rejected'])
  state?: 'open' | 'released' | 'rejected';
}

const LIST_MAX = 100;

@ApiTags('risk')
@RolesAllowed(...RISK_ROLES)
@Controller('v1/risk/cases')
export class ReviewController {
  constructor(
    private readonly review: ReviewPayment,
    private readonly desk: ReviewDesk,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The review queue; those due soonest first' })
  async list(@Query() { state }: CasesQuery): Promise<{ cases: ReviewCaseView[] }> {
    return { cases: await this.desk.list(this.transactor.reader, state ?? 'open', LIST_MAX) };
  }

  @Get(':caseId')
  @ApiOperation({ summary: 'One case' })
  async one(
    @CurrentActor() { personId }: Actor,
    @Param('caseId') caseId: string,
  ): Promise<ReviewCaseView> {
    const view = await this.desk.one(this.transactor.reader, caseId);
    await this.transactor.run((tx) => recordLook(tx, personId, view.payment, `case ${view.id}`));
    return view;
  }

  @RolesAllowed('risk_approver')
  @Post(':caseId/release')
  @ApiOperation({ summary: 'Release the payment to the payee' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async release(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('caseId') caseId: string,
    @Body() body: VerdictDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendReply(reply, await this.decide(actor, key, caseId, 'released', body));
  }

  @RolesAllowed('risk_approver')
  @Post(':caseId/reject')
  @ApiOperation({ summary: 'Reject the payment; the payer keeps the money' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async reject(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('caseId') caseId: string,
    @Body() body: VerdictDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendReply(reply, await this.decide(actor, key, caseId, 'rejected', body));
  }

  private decide(
    { personId }: Actor,
    key: string,
    caseId: string,
    verdict: Verdict,
    { reason }: VerdictDto,
  ) {
    const fingerprint = fingerprintOf('review-payment', { caseId, verdict, reason });
    const at = this.clock.now();
    return this.review.run({ personId, key, fingerprint, caseId, verdict, reason, at });
  }
}
