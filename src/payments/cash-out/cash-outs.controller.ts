// Cash-outs over HTTP: parse, call one verb, render.
import { Body, Controller, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
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
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { parseMoney } from '../../shared/money.js';
import { PageQuery } from '../../shared/page.query.js';
import type { CashOutPage, CashOutQuoteView, CashOutView } from './contract.js';
import { CancelCashOut } from './cancel-cash-out.js';
import { CashOuts } from './cash-outs.js';
import { RequestCashOut } from './request-cash-out.js';

class CashOutAmount {
  @ApiProperty({ example: '20.00', description: "A decimal string with the currency's decimals" })
  @IsString()
  @MaxLength(64)
  amount!: string;

  @ApiProperty({ example: 'EUR', description: 'ISO 4217' })
  @IsString()
  @Length(3, 3)
  currency!: string;
}

class CashOutDto {
  // Without IsObject a list of amounts would pass, each validated, and be read as none at all.
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => CashOutAmount)
  amount!: CashOutAmount;

  @ApiProperty({ enum: ['standard', 'instant'] })
  @IsIn(['standard', 'instant'])
  method!: 'standard' | 'instant';
}

class CashOutsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^csh_[0-9a-v]{26}$/)
  before?: string;
}

@ApiTags('cash-outs')
@Controller('v1/cash-outs')
export class CashOutsController {
  constructor(
    private readonly request: RequestCashOut,
    private readonly cancelling: CancelCashOut,
    private readonly cashOuts: CashOuts,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Pay money from my balance out to my bank' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async ask(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Body() body: CashOutDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const amount = parseMoney(body.amount);
    const { method } = body;
    const { minor, currency } = amount;
    const asked = { minor: minor.toString(), currency, method };
    const fingerprint = fingerprintOf('cash-out', asked);
    const at = this.clock.now();
    sendReply(reply, await this.request.run({ personId, key, fingerprint, amount, method, at }));
  }

  @Get()
  @ApiOperation({ summary: 'My cash-outs, newest first' })
  list(@CurrentActor() actor: Actor, @Query() query: CashOutsQuery): Promise<CashOutPage> {
    return this.cashOuts.page(actor.personId, query.before ?? null, query.limit ?? 30);
  }

  @Get('quote')
  @ApiOperation({ summary: 'What a cash-out would cost and when it would arrive' })
  quote(@CurrentActor() actor: Actor, @Query() query: CashOutAmount): Promise<CashOutQuoteView> {
    return this.cashOuts.quote(actor.personId, parseMoney(query));
  }

  @Get(':cashOutId')
  @ApiOperation({ summary: 'One of my cash-outs' })
  one(@CurrentActor() actor: Actor, @Param('cashOutId') cashOutId: string): Promise<CashOutView> {
    return this.cashOuts.one(actor.personId, cashOutId);
  }

  @Delete(':cashOutId')
  @ApiOperation({ summary: 'Take a cash-out back that has not left yet' })
  cancel(
    @CurrentActor() actor: Actor,
    @Param('cashOutId') cashOutId: string,
  ): Promise<CashOutView> {
    return this.cancelling.run(actor.personId, cashOutId);
  }
}
