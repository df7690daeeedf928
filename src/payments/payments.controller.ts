// Payments over HTTP: parse, call one verb, render. Amounts arrive as decimal strings and leave this
// file as Money; what comes back from a send is already the bytes to answer with.
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Clock } from '../shared/clock.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../shared/http.js';
import { fingerprintOf } from '../shared/idempotency.js';
import { parseMoney } from '../shared/money.js';
import { PlainText } from '../shared/text.js';
import { Activity } from './records/activity.js';
import { AuthenticatePayment } from './authenticate-payment.js';
import { SETTLED_MAX, SettledRequestDto } from './between/between.dto.js';
import { refuseBetween, wordsOf } from './between/settling.js';
import type { AuthenticationView, PaymentView, UndoSeconds } from './contract.js';
import { ForSomebodyDto } from './payment/money.dto.js';
import { SendMoney } from './send-money.js';
import { arrivalOf, DELAYS, UNDO_SECONDS } from './trust/wait-times.js';

class FundingDto {
  @ApiProperty({ enum: ['balance', 'card', 'balance_first'] })
  @IsIn(['balance', 'card', 'balance_first'])
  source!: 'balance' | 'card' | 'balance_first';

  @ApiPropertyOptional({ description: 'Needed unless the balance pays alone', example: 'crd_…' })
  @ValidateIf((dto: FundingDto) => dto.source !== 'balance' || dto.cardId !== undefined)
  @IsString()
  @MaxLength(64)
  cardId?: string;
}

class PaidRequestDto {
  @ApiProperty({ example: 'req_…' })
  @IsString()
  @MaxLength(64)
  id!: string;

  @ApiProperty({ description: 'The revision that was looked at; another is refused' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  revision!: number;
}

class SendMoneyDto extends ForSomebodyDto {
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => FundingDto)
  funding!: FundingDto;

  @ApiPropertyOptional({ maxLength: 280 })
  @IsOptional()
  @PlainText({ min: 0, max: 280 })
  note?: string;

  @ApiPropertyOptional({ description: 'The request it pays, in whole or in part' })
  @ValidateIf(({ request }: SendMoneyDto) => request !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => PaidRequestDto)
  request?: PaidRequestDto;

  @ApiPropertyOptional({
    type: [SettledRequestDto],
    description: 'What it settles, instead of one',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SETTLED_MAX)
  @ArrayUnique(({ requestId }: SettledRequestDto) => requestId)
  @ValidateNested({ each: true })
  @Type(() => SettledRequestDto)
  settle?: SettledRequestDto[];

  @ApiPropertyOptional({ description: 'The price it is made at; then once only', example: 'quo_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  quoteId?: string;

  @ApiPropertyOptional({ enum: UNDO_SECONDS, description: 'My setting, unless given' })
  @IsOptional()
  @IsIn(UNDO_SECONDS)
  undoSeconds?: UndoSeconds;

  @ApiPropertyOptional({ enum: Object.keys(DELAYS), description: 'Arrive so much later' })
  @IsOptional()
  @IsIn(Object.keys(DELAYS))
  delay?: '2h' | '24h';

  @ApiPropertyOptional({ description: 'Arrive then, within seven days' })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/T.*(Z|[+-]\d{2}:\d{2})$/, { message: 'arrivesAt must name its time zone' })
  @MaxLength(40)
  arrivesAt?: string;

  @ApiPropertyOptional({ description: 'Proven before, where one is needed', example: 'cnf_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  confirmationId?: string;

  @ApiPropertyOptional({ description: 'Given when a rejection was overturned', example: 'ctc_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  exemptionId?: string;
}

@ApiTags('payments')
@Controller('v1')
export class PaymentsController {
  constructor(
    private readonly sendMoney: SendMoney,
    private readonly authentication: AuthenticatePayment,
    private readonly activity: Activity,
    private readonly clock: Clock,
  ) {}

  @Post('payments')
  @ApiOperation({ summary: 'Send money to somebody in a thread' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async send(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Body() body: SendMoneyDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const amount = parseMoney(body.amount);
    const asked = {
      threadId: body.threadId,
      payeeId: body.payeeId ?? null,
      cardId: body.funding.source === 'balance' ? null : (body.funding.cardId ?? null),
      note: body.note?.trim() || null,
    };
    const request = body.request ?? null;
    const balanceFirst = body.funding.source === 'balance_first';
    const settle = body.settle ?? [];
    if (request !== null && settle.length > 0) throw refuseBetween('between_or_request');
    const exemptionId = body.exemptionId ?? null;
    const fingerprint = fingerprintOf('send-money', {
      ...asked,
      request: request === null ? null : `${request.id} ${String(request.revision)}`,
      minor: amount.minor.toString(),
      currency: amount.currency,
      ...(body.settle === undefined ? {} : { settle: wordsOf(body.settle) }),
      ...(body.quoteId === undefined ? {} : { quoteId: body.quoteId }),
      ...(exemptionId === null ? {} : { exemptionId }),
      ...(balanceFirst ? { balanceFirst: 'true' } : {}),
      // Said only by whoever says it, so that what was asked before there was such a thing is the same.
      ...(body.undoSeconds === undefined ? {} : { undo: String(body.undoSeconds) }),
      ...(body.delay === undefined ? {} : { delay: body.delay }),
      ...(body.arrivesAt === undefined ? {} : { arrives: body.arrivesAt }),
    });
    const at = this.clock.now();
    // What confirms a wish is no part of it: the same wish may be confirmed again and repeated.
    const confirmationId = body.confirmationId ?? null;
    const claim = { personId: actor.personId, key, fingerprint };
    const quoteId = body.quoteId ?? null;
    const undoSeconds = body.undoSeconds ?? null;
    const waits = { undoSeconds, arrivesAt: arrivalOf(body, at) };
    const command = {
      ...{ ...claim, ...asked, ...waits, request, settle, quoteId, confirmationId, balanceFirst },
      ...{ amount, at, occurrence: null, exemptionId },
    };
    sendReply(reply, await this.sendMoney.run(command));
  }

  @Get('payments/:paymentId')
  @ApiOperation({ summary: 'One of my payments' })
  one(@CurrentActor() actor: Actor, @Param('paymentId') paymentId: string): Promise<PaymentView> {
    return this.activity.one(actor.personId, paymentId);
  }

  @Get('payments/:paymentId/authentication')
  @ApiOperation({ summary: 'What my browser needs to let me answer my bank' })
  authenticate(
    @CurrentActor() actor: Actor,
    @Param('paymentId') paymentId: string,
  ): Promise<AuthenticationView> {
    return this.authentication.begin(actor.personId, paymentId);
  }

  @Post('payments/:paymentId/authentication/finish')
  @HttpCode(200)
  @ApiOperation({ summary: 'What became of my payment after I answered my bank' })
  finish(
    @CurrentActor() actor: Actor,
    @Param('paymentId') paymentId: string,
  ): Promise<PaymentView> {
    return this.authentication.finish(actor.personId, paymentId);
  }

  @Delete('payments/:paymentId/authentication')
  @ApiOperation({ summary: 'Give up a payment that my bank asks me about' })
  giveUp(
    @CurrentActor() actor: Actor,
    @Param('paymentId') paymentId: string,
  ): Promise<PaymentView> {
    return this.authentication.cancel(actor.personId, paymentId);
  }
}
