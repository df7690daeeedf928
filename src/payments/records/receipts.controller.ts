// Receipts over HTTP: the code of a payment for its two people, and what stands behind a code for
// anybody. Whoever guesses at codes is stopped by the address they come from.
import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { ReceiptView } from '../../ledger/index.js';
import { type Allowance, Allowances } from '../../shared/allowances.js';
import { type Actor, CurrentActor, Public } from '../../shared/http.js';
import type { PublicReceiptView, ReceiptCodeView } from './contract.js';
import { PaymentReceipt } from './payment-receipt.js';
import { PublicReceipt } from './public-receipt.js';

/** Enough for a shop that checks every customer, and for a guesser a trillion times too few. */
export const LOOKED_UP: Allowance = { points: 60, seconds: 600 };

@ApiTags('receipts')
@Controller('v1')
export class ReceiptsController {
  constructor(
    private readonly mine: PaymentReceipt,
    private readonly receipts: PublicReceipt,
    private readonly allowances: Allowances,
  ) {}

  @Get('payments/:paymentId/receipt')
  @ApiOperation({
    summary: 'A proof, checkable by anybody, that one of my payments is in the books',
  })
  receipt(
    @CurrentActor() actor: Actor,
    @Param('paymentId') paymentId: string,
  ): Promise<ReceiptView> {
    return this.mine.of(actor.personId, paymentId);
  }

  @Get('payments/:paymentId/receipt-code')
  @ApiOperation({ summary: 'The code by which anybody can check one of my payments' })
  code(
    @CurrentActor() actor: Actor,
    @Param('paymentId') paymentId: string,
  ): Promise<ReceiptCodeView> {
    return this.receipts.codeFor(actor.personId, paymentId);
  }

  @Public()
  @Get('receipts/:code')
  @ApiOperation({ summary: 'The payment that a receipt’s code stands for, as it stands now' })
  async byCode(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
  ): Promise<PublicReceiptView> {
    await this.allowances.spend('receipts_looked_up', request.ip, LOOKED_UP);
    return this.receipts.byCode(code);
  }
}
