// The risk team's desk for disputes and warnings over HTTP.
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { RISK_ROLES } from '../../identity/index.js';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../../shared/http.js';
import { PlainText } from '../../shared/text.js';
import type { DisputeDetailView, DisputeView, FraudWarningView } from '../contract.js';
import { recordLook } from '../payment/record-look.js';
import { AnswerDispute } from './answer-dispute.js';
import { DisputeDesk } from './dispute-desk.js';

class StatementDto {
  @ApiProperty({
    description: 'What is to be added to the evidence',
    minLength: 3,
    maxLength: 10000,
  })
  @PlainText({ min: 3, max: 10_000, lines: true })
  statement!: string;
}

class WordDto {
  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

class DisputesQuery {
  @ApiPropertyOptional({ enum: ['open', 'closed'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'closed'])
  state?: 'open' | 'closed';
}

@ApiTags('risk')
@RolesAllowed(...RISK_ROLES)
@Controller('v1/risk')
export class DisputesController {
  constructor(
    private readonly answer: AnswerDispute,
    private readonly desk: DisputeDesk,
    private readonly transactor: Transactor,
  ) {}

  @Get('disputes')
  @ApiOperation({ summary: 'Disputes, those due soonest first' })
  async list(@Query() { state }: DisputesQuery): Promise<{ disputes: DisputeView[] }> {
    return { disputes: await this.desk.list(state ?? 'open') };
  }

  @Get('disputes/:disputeId')
  @ApiOperation({ summary: 'One dispute, with what would be said to the bank' })
  async one(
    @CurrentActor() { personId }: Actor,
    @Param('disputeId') disputeId: string,
  ): Promise<DisputeDetailView> {
    const view = await this.desk.one(disputeId);
    await this.transactor.run((tx) => recordLook(tx, personId, view.payment, `dispute ${view.id}`));
    return view;
  }

  @RolesAllowed('risk_approver')
  @Post('disputes/:disputeId/evidence')
  @HttpCode(202)
  @ApiOperation({ summary: 'Contest it: the evidence goes to the bank, once and for good' })
  async contest(
    @CurrentActor() { personId }: Actor,
    @Param('disputeId') disputeId: string,
    @Body() { statement }: StatementDto,
  ): Promise<DisputeDetailView> {
    await this.answer.contest(personId, disputeId, statement);
    return this.desk.one(disputeId);
  }

  @RolesAllowed('risk_approver')
  @Post('disputes/:disputeId/concede')
  @HttpCode(202)
  @ApiOperation({ summary: 'Give it up: the money stays with the payer' })
  async concede(
    @CurrentActor() { personId }: Actor,
    @Param('disputeId') disputeId: string,
  ): Promise<DisputeDetailView> {
    await this.answer.concede(personId, disputeId);
    return this.desk.one(disputeId);
  }

  @Get('warnings')
  @ApiOperation({ summary: 'Charges that a bank believes to be fraud' })
  async warnings(): Promise<{ warnings: FraudWarningView[] }> {
    return { warnings: await this.desk.warnings() };
  }

  @Post('warnings/:warningId/dismiss')
  @HttpCode(204)
  @ApiOperation({ summary: 'Nothing is to be done about a warning' })
  dismiss(
    @CurrentActor() { personId }: Actor,
    @Param('warningId') warningId: string,
    @Body() { reason }: WordDto,
  ): Promise<void> {
    return this.answer.dismiss(personId, warningId, reason);
  }
}
