// Where Stripe tells us what happened. The signature is the only credential, and it covers the raw
// bytes: parsed and printed again they would no longer match.
import { Controller, Headers, HttpCode, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../shared/http.js';
import { Inbox } from './inbox.js';

@ApiExcludeController()
@Public()
@Controller('webhooks/stripe')
export class StripeWebhookController {
  constructor(private readonly inbox: Inbox) {}

  @Post()
  @HttpCode(200)
  async receive(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('stripe-signature') signature?: string,
  ): Promise<{ received: true }> {
    await this.inbox.receive(request.rawBody ?? Buffer.alloc(0), signature ?? '');
    return { received: true };
  }
}
