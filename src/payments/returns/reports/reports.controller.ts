// Reports over HTTP: the payer's word, the payee's answer, and the appeal of either.
import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../../shared/clock.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../../shared/http.js';
import { fingerprintOf } from '../../../shared/idempotency.js';
import type { ReportKind } from '../contract.js';
import { WordsDto } from '../words.dto.js';
import { ReportPayment } from './report-payment.js';

const KINDS = [
  'not_by_me',
  'tricked',
  'not_as_promised',
  'threatened',
] as const satisfies ReportKind[];

class ReportDto extends WordsDto {
  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS)
  kind!: ReportKind;
}

@ApiTags('payments')
@Controller('v1')
export class ReportsController {
  constructor(
    private readonly reports: ReportPayment,
    private readonly clock: Clock,
  ) {}

  @Post('payments/:paymentId/reports')
  @ApiOperation({
    summary: 'Report a payment of mine: what is still there of it is frozen at once',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async report(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Body() { kind, words }: ReportDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('report-payment', { paymentId, kind, words });
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    sendReply(reply, await this.reports.report({ ...claim, paymentId, kind, words }));
  }

  @Post('reports/:reportId/answer')
  @ApiOperation({ summary: 'Answer a report about a payment to me, once' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async answer(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('reportId') reportId: string,
    @Body() { words }: WordsDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('answer-report', { reportId, words });
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    sendReply(reply, await this.reports.answer({ ...claim, reportId, words }));
  }

  @Post('reports/:reportId/appeal')
  @ApiOperation({ summary: 'Appeal the decision about a report that I lost, once' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async appeal(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('reportId') reportId: string,
    @Body() { words }: WordsDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('appeal-report', { reportId, words });
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    sendReply(reply, await this.reports.appeal({ ...claim, reportId, words }));
  }
}
