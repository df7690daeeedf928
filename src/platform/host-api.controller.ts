// What a host's servers may read, with an API key: payments, those of one thread, and receipts. Nothing
// here moves money: a server may ask, and only a person confirms.
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { ReceiptView } from '../ledger/index.js';
import { PaymentReceipt } from '../payments/index.js';
import { Transactor } from '../shared/database.js';
import { PageQuery } from '../shared/page.query.js';
import type { HostPaymentPage, HostPaymentView } from './contract.js';
import { hostPayment, hostPayments } from './host-payments.js';
import { ForHosts } from './keys/api-key.guard.js';
import { refuse } from './refusals.js';

class PaymentsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^pay_[0-9a-v]{26}$/)
  before?: string;
}

@ApiTags('host')
@ApiBearerAuth()
@Controller('v1/host')
export class HostApiController {
  constructor(
    private readonly transactor: Transactor,
    private readonly receipts: PaymentReceipt,
  ) {}

  @Get('payments')
  @ForHosts('payments:read', 'Payments, newest first')
  payments(@Query() query: PaymentsQuery): Promise<HostPaymentPage> {
    return hostPayments(this.transactor.reader, placeOf(query));
  }

  @Get('payments/:paymentId')
  @ForHosts('payments:read', 'One payment')
  payment(@Param('paymentId') paymentId: string): Promise<HostPaymentView> {
    return this.found(paymentId);
  }

  @Get('payments/:paymentId/receipt')
  @ForHosts('receipts:read', 'A proof, checkable by anybody, that a payment is in the books')
  async receipt(@Param('paymentId') paymentId: string): Promise<ReceiptView> {
    const { payerId } = await this.found(paymentId);
    return this.receipts.of(payerId, paymentId);
  }

  @Get('threads/:threadId/payments')
  @ForHosts('threads:read', 'Payments of one thread, newest first')
  ofThread(
    @Param('threadId') threadId: string,
    @Query() query: PaymentsQuery,
  ): Promise<HostPaymentPage> {
    return hostPayments(this.transactor.reader, { threadId, ...placeOf(query) });
  }

  private async found(paymentId: string): Promise<HostPaymentView> {
    const payment = await hostPayment(this.transactor.reader, paymentId);
    if (payment === undefined) throw refuse('host_payment_unknown');
    return payment;
  }
}

const placeOf = ({ before, limit }: PaymentsQuery) => ({
  before: before ?? null,
  limit: limit ?? 30,
});
