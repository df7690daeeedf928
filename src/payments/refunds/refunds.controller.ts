// Refunds over HTTP: by whoever received the money, and by the risk team.
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, ValidateNested } from 'class-validator';
import type { FastifyReply } from 'fastify';
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
import { parseMoney } from '../../shared/money.js';
import { PlainText } from '../../shared/text.js';
import { MoneyDto } from '../payment/money.dto.js';
import type { RefundView } from '../contract.js';
import { findCharged } from '../top-ups/charged.js';
import { refundsOf } from './refund-store.js';
import { RefundPayment, refuseRefund } from './refund-payment.js';
import { toRefundView } from './refund.view.js';

class RefundDto {
  @ApiPropertyOptional({ description: 'All that is left, unless given' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

@ApiTags('payments')
@Controller('v1')
export class RefundsController {
  constructor(
    private readonly refundPayment: RefundPayment,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  @Get('payments/:paymentId/refunds')
  @ApiOperation({ summary: 'What of one of my payments was given back' })
  async list(
    @CurrentActor() { personId }: Actor,
    @Param('paymentId') paymentId: string,
  ): Promise<{ refunds: RefundView[] }> {
    const { reader } = this.transactor;
    const [payment] = await findCharged(reader, [paymentId]);
    if (payment === undefined || ![payment.payerId, payment.payeeId].includes(personId)) {
      throw refuseRefund('refund_payment_unknown');
    }
    const found = await refundsOf(reader, [paymentId]);
    return { refunds: found.map((refund) => toRefundView(refund, payment)) };
  }

  @Post('payments/:paymentId/refunds')
  @ApiOperation({ summary: 'Give back what I received, in full or in part' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async giveBack(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Body() body: RefundDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendReply(reply, await this.refund('payee', actor, key, paymentId, body));
  }

  @Post('risk/payments/:paymentId/refunds')
  @RolesAllowed('risk_approver')
  @ApiTags('risk')
  @ApiOperation({
    summary: 'Refund a payment, even when the payee has spent it; they owe the rest',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async refundForRisk(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Body() body: RefundDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendReply(reply, await this.refund('risk', actor, key, paymentId, body));
  }

  private refund(
    by: 'payee' | 'risk',
    { personId }: Actor,
    key: string,
    paymentId: string,
    { amount: asked, reason }: RefundDto,
  ) {
    const amount = asked === undefined ? null : parseMoney(asked);
    const fingerprint = fingerprintOf('refund-payment', {
      by,
      paymentId,
      minor: amount?.minor.toString() ?? null,
      currency: amount?.currency ?? null,
      reason,
    });
    const at = this.clock.now();
    return this.refundPayment.run({
      personId,
      key,
      fingerprint,
      paymentId,
      amount,
      reason,
      by,
      at,
    });
  }
}
