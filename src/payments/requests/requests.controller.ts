// Requests over HTTP: ask, look, and what both sides may do with one. A request of other people answers
// like one that does not exist.
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
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
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../shared/clock.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { parseMoney } from '../../shared/money.js';
import { PageQuery } from '../../shared/page.query.js';
import { PlainText } from '../../shared/text.js';
import { MoneyDto } from '../payment/money.dto.js';
import { ChangeRequest } from './change-request.js';
import type { RequestsPage, RequestState, RequestView } from './contract.js';
import { RequestDesk } from './request-desk.js';
import { RequestMoney } from './request-money.js';

class AskedDto {
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  @ApiPropertyOptional({ maxLength: 280 })
  @IsOptional()
  @PlainText({ min: 0, max: 280 })
  note?: string;
}

class RequestMoneyDto extends AskedDto {
  @ApiProperty({ example: 'thr_…' })
  @IsString()
  @MaxLength(64)
  threadId!: string;

  @ApiPropertyOptional({ description: 'Needed in a group', example: 'usr_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  payerId?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 2160, default: 336, description: 'Hours it is open' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2160)
  hours?: number;
}

const STATES: readonly RequestState[] = ['open', 'paid', 'declined', 'cancelled', 'expired'];

class RequestsQuery extends PageQuery {
  @ApiProperty({ enum: ['made', 'received'], description: 'By me, or of me' })
  @IsIn(['made', 'received'])
  side!: 'made' | 'received';

  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: RequestState;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^req_[0-9a-v]{26}$/)
  before?: string;
}

const TWO_WEEKS = 336;

@ApiTags('requests')
@Controller('v1/requests')
export class RequestsController {
  constructor(
    private readonly requestMoney: RequestMoney,
    private readonly changing: ChangeRequest,
    private readonly desk: RequestDesk,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Ask somebody in a thread for money' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async ask(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Body() body: RequestMoneyDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { threadId, payerId = null, hours = TWO_WEEKS } = body;
    const amount = parseMoney(body.amount);
    const note = body.note?.trim() || null;
    const fingerprint = fingerprintOf('request-money', {
      ...{ threadId, payerId, note, currency: amount.currency },
      minor: amount.minor.toString(),
      hours: String(hours),
    });
    const at = this.clock.now();
    const command = { personId, key, fingerprint, threadId, payerId, amount, note, hours, at };
    sendReply(reply, await this.requestMoney.run(command));
  }

  @Get()
  @ApiOperation({ summary: 'Requests I made, or that were made of me, newest first' })
  list(@CurrentActor() { personId }: Actor, @Query() query: RequestsQuery): Promise<RequestsPage> {
    const { side, state = null, before = null, limit = 30 } = query;
    return this.desk.page(personId, { side, state, before, limit });
  }

  @Get(':requestId')
  @ApiOperation({ summary: 'One request, for either side' })
  one(
    @CurrentActor() { personId }: Actor,
    @Param('requestId') requestId: string,
  ): Promise<RequestView> {
    return this.desk.one(personId, requestId);
  }

  @Patch(':requestId')
  @ApiOperation({ summary: 'Ask for something else; whoever saw the old one must look again' })
  async edit(
    @CurrentActor() { personId }: Actor,
    @Param('requestId') requestId: string,
    @Body() { amount, note }: AskedDto,
  ): Promise<RequestView> {
    const changed = { amount: parseMoney(amount), note: note?.trim() || null };
    await this.changing.edit(personId, requestId, changed);
    return this.desk.one(personId, requestId);
  }

  @Post(':requestId/remind')
  @HttpCode(200)
  @ApiOperation({ summary: 'Remind the payer: once a day, three times in all' })
  async remind(
    @CurrentActor() { personId }: Actor,
    @Param('requestId') requestId: string,
  ): Promise<RequestView> {
    await this.changing.remind(personId, requestId);
    return this.desk.one(personId, requestId);
  }

  @Post(':requestId/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take my request back' })
  async cancel(
    @CurrentActor() { personId }: Actor,
    @Param('requestId') requestId: string,
  ): Promise<RequestView> {
    await this.changing.cancel(personId, requestId);
    return this.desk.one(personId, requestId);
  }

  @Post(':requestId/decline')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say no to a request of me' })
  async decline(
    @CurrentActor() { personId }: Actor,
    @Param('requestId') requestId: string,
  ): Promise<RequestView> {
    await this.changing.decline(personId, requestId);
    return this.desk.one(personId, requestId);
  }
}
