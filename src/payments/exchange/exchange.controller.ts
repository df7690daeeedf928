// Prices and exchanges over HTTP: parse, call one verb, render.
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../shared/clock.js';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { parseMoney } from '../../shared/money.js';
import { PageQuery } from '../../shared/page.query.js';
import { cut } from '../../shared/pages.js';
import { MoneyDto, OneSourceDto } from '../payment/money.dto.js';
import type { ExchangesPage, QuoteView } from './contract.js';
import { toExchangeView } from './exchange.js';
import { ExchangeMoney } from './exchange-money.js';
import { exchangesOf } from './exchange-store.js';
import { MakeQuote } from './make-quote.js';

const FIXED = ['sent', 'received'] as const;

class ExchangeQuoteDto {
  @ApiProperty({ description: 'What is sent, or with `fixed` what is received' })
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  @ApiProperty({ example: 'USD', description: 'The currency on the other side' })
  @IsString()
  @Length(3, 3)
  currency!: string;

  @ApiPropertyOptional({
    enum: FIXED,
    description: 'Which side `amount` says; `sent` unless given',
  })
  @IsOptional()
  @IsIn(FIXED)
  fixed?: 'sent' | 'received';
}

class SendQuoteDto {
  @ApiPropertyOptional({ description: 'Needed in a group', example: 'usr_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  payeeId?: string;

  @ApiProperty({ description: 'What is sent, or with `fixed` what is received' })
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  @ApiPropertyOptional({ example: 'USD', description: 'On the other side; the same unless given' })
  @IsOptional()
  @IsString()
  @Length(3, 3)
  currency?: string;

  @ApiPropertyOptional({
    enum: FIXED,
    description: 'Which side `amount` says; `sent` unless given',
  })
  @IsOptional()
  @IsIn(FIXED)
  fixed?: 'sent' | 'received';

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => OneSourceDto)
  funding!: OneSourceDto;
}

class ExchangeDto {
  @ApiProperty({ example: 'quo_…' })
  @IsString()
  @MaxLength(64)
  quoteId!: string;
}

class ExchangesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^exc_[0-9a-v]{26}$/)
  before?: string;
}

@ApiTags('exchange')
@Controller('v1')
export class ExchangeController {
  constructor(
    private readonly makeQuote: MakeQuote,
    private readonly exchangeMoney: ExchangeMoney,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  @Post('threads/:threadId/quotes')
  @ApiOperation({ summary: 'What sending would cost, and what would arrive' })
  quoteSend(
    @CurrentActor() { personId }: Actor,
    @Param('threadId') threadId: string,
    @Body() body: SendQuoteDto,
  ): Promise<QuoteView> {
    const amount = parseMoney(body.amount);
    const { source, cardId = null } = body.funding;
    const [currency, fixed] = [body.currency ?? amount.currency, body.fixed ?? 'sent'];
    const send = {
      threadId,
      payeeId: body.payeeId ?? null,
      cardId: source === 'card' ? cardId : null,
    };
    return this.makeQuote.run({ personId, amount, currency, fixed, send });
  }

  @Post('exchange-quotes')
  @ApiOperation({ summary: 'What exchanging my own money would bring' })
  quoteExchange(
    @CurrentActor() { personId }: Actor,
    @Body() { amount, currency, fixed = 'sent' }: ExchangeQuoteDto,
  ): Promise<QuoteView> {
    return this.makeQuote.run({
      personId,
      amount: parseMoney(amount),
      currency,
      fixed,
      send: null,
    });
  }

  @Post('exchanges')
  @ApiOperation({ summary: 'Exchange my own money at a price I was named' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async exchange(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Body() { quoteId }: ExchangeDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('exchange', { quoteId });
    const at = this.clock.now();
    sendReply(reply, await this.exchangeMoney.run({ personId, key, fingerprint, quoteId, at }));
  }

  @Get('exchanges')
  @ApiOperation({ summary: 'What I exchanged, newest first' })
  async list(
    @CurrentActor() { personId }: Actor,
    @Query() query: ExchangesQuery,
  ): Promise<ExchangesPage> {
    const limit = query.limit ?? 30;
    const { reader } = this.transactor;
    const found = await exchangesOf(reader, personId, query.before ?? null, limit + 1);
    const { rows: shown, next } = cut(found, limit, ({ id }) => id);
    return { exchanges: shown.map(toExchangeView), next };
  }
}
