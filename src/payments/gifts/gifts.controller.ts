// Gifts over HTTP: see what one needs, give it, look, and open a part. A gift that does not concern
// somebody answers like one that does not exist.
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
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
import { PlainText } from '../../shared/text.js';
import { MoneyDto } from '../payment/money.dto.js';
import type { GiftBody, GiftCheckBody, GiftCheckView, GiftView, GiftWay } from './contract.js';
import { type GiftAsked, GiveGift } from './give-gift.js';
import { GiftDesk } from './gift-desk.js';
import { OpenGift } from './open-gift.js';

const WAYS: readonly GiftWay[] = ['equally', 'luck'];
const PARTS_MAX = 500;

class GiftCheckDto implements GiftCheckBody {
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  @ApiProperty({ enum: WAYS })
  @IsIn(WAYS)
  way!: GiftWay;

  @ApiProperty({ minimum: 1, maximum: PARTS_MAX, description: 'Into how many parts' })
  @IsInt()
  @Min(1)
  @Max(PARTS_MAX)
  count!: number;
}

class GiftDto extends GiftCheckDto implements GiftBody {
  @ApiPropertyOptional({ maxLength: 280 })
  @IsOptional()
  @PlainText({ min: 0, max: 280 })
  note?: string;

  @ApiPropertyOptional({ description: 'What it was confirmed by' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  confirmationId?: string;
}

@ApiTags('gifts')
@Controller('v1')
export class GiftsController {
  constructor(
    private readonly giving: GiveGift,
    private readonly opening: OpenGift,
    private readonly desk: GiftDesk,
    private readonly clock: Clock,
  ) {}

  @Post('threads/:threadId/gifts/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a gift needs before it can be given; nothing is made' })
  check(
    @CurrentActor() { personId }: Actor,
    @Param('threadId') threadId: string,
    @Body() body: GiftCheckDto,
  ): Promise<GiftCheckView> {
    return this.giving.check(askedIn(personId, threadId, body));
  }

  @Post('threads/:threadId/gifts')
  @ApiOperation({ summary: 'Give a gift to a group, from my balance' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async give(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('threadId') threadId: string,
    @Body() body: GiftDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = askedIn(personId, threadId, body);
    const note = body.note?.trim() || null;
    const fingerprint = fingerprintOf('give-gift', {
      ...{ threadId, note, way: body.way, count: String(body.count) },
      minor: asked.amount.minor.toString(),
      currency: asked.amount.currency,
    });
    const confirmationId = body.confirmationId ?? null;
    const at = this.clock.now();
    const command = { ...asked, key, fingerprint, note, confirmationId, at };
    sendReply(reply, await this.giving.run(command));
  }

  @Get('gifts/:giftId')
  @ApiOperation({ summary: 'One gift, for those who were in the thread when it was made' })
  one(@CurrentActor() { personId }: Actor, @Param('giftId') giftId: string): Promise<GiftView> {
    return this.desk.one(personId, giftId);
  }

  @Post('gifts/:giftId/open')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open my part of a gift; asked again it answers the same part' })
  open(@CurrentActor() { personId }: Actor, @Param('giftId') giftId: string): Promise<GiftView> {
    return this.opening.run(personId, giftId);
  }
}

const askedIn = (personId: string, threadId: string, body: GiftCheckDto): GiftAsked => ({
  personId,
  threadId,
  amount: parseMoney(body.amount),
  way: body.way,
  count: body.count,
});
