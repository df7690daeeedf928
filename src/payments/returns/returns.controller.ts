// "Return": whoever was paid gives a payment back with one tap, in whole or in part.
import { Body, Controller, Param, Post, Res } from '@nestjs/common';
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
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { parseMoney } from '../../shared/money.js';
import { PlainText } from '../../shared/text.js';
import { MoneyDto } from '../payment/money.dto.js';
import { RefundPayment } from '../refunds/refund-payment.js';

class ReturnDto {
  @ApiPropertyOptional({ description: 'All that is left, unless given' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  @ApiProperty({ required: false, minLength: 3, maxLength: 500 })
  @IsOptional()
  @PlainText({ min: 3, max: 500 })
  reason?: string;
}

const WITHOUT_A_WORD = 'Returned';

@ApiTags('payments')
@Controller('v1/payments')
export class ReturnsController {
  constructor(
    private readonly refundPayment: RefundPayment,
    private readonly clock: Clock,
  ) {}

  @Post(':paymentId/returns')
  @ApiOperation({ summary: 'Return what I received: to the card that paid it, or to the balance' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async giveBack(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('paymentId') paymentId: string,
    @Body() body: ReturnDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const amount = body.amount === undefined ? null : parseMoney(body.amount);
    const reason = body.reason ?? WITHOUT_A_WORD;
    const fingerprint = fingerprintOf('return-payment', {
      paymentId,
      minor: amount?.minor.toString() ?? null,
      currency: amount?.currency ?? null,
      reason,
    });
    const claim = { personId, key, fingerprint };
    const wish = { paymentId, amount, reason, by: 'payee', at: this.clock.now() } as const;
    sendReply(reply, await this.refundPayment.run({ ...claim, ...wish }));
  }
}
