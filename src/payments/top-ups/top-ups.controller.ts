// Top-ups over HTTP: parse, call one verb, render.
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsObject,
  IsOptional,
  IsString,
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
import type { AuthenticationView } from '../contract.js';
import { MoneyDto } from '../payment/money.dto.js';
import { AuthenticateTopUp } from './authenticate-top-up.js';
import type { TopUpPage, TopUpTerms, TopUpView } from './contract.js';
import { MakeTopUp } from './make-top-up.js';
import { TopUps } from './top-ups.js';

class TopUpDto {
  // Without IsObject a list of amounts would pass, each validated, and be read as none at all.
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  @ApiProperty({ description: 'One of my saved cards', example: 'crd_…' })
  @IsString()
  @MaxLength(64)
  cardId!: string;
}

class TopUpsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^top_[0-9a-v]{26}$/)
  before?: string;
}

@ApiTags('top-ups')
@Controller('v1/top-ups')
export class TopUpsController {
  constructor(
    private readonly make: MakeTopUp,
    private readonly authentication: AuthenticateTopUp,
    private readonly topUps: TopUps,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Add money to my balance from one of my cards' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async add(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Body() { amount: asked, cardId }: TopUpDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const amount = parseMoney(asked);
    const { minor, currency } = amount;
    const fingerprint = fingerprintOf('top-up', { minor: minor.toString(), currency, cardId });
    const at = this.clock.now();
    sendReply(reply, await this.make.run({ personId, key, fingerprint, amount, cardId, at }));
  }

  @Get()
  @ApiOperation({ summary: 'What I added, newest first' })
  list(@CurrentActor() actor: Actor, @Query() query: TopUpsQuery): Promise<TopUpPage> {
    return this.topUps.page(actor.personId, query.before ?? null, query.limit ?? 30);
  }

  @Get('terms')
  @ApiOperation({ summary: 'How much I may add, and what remains of it' })
  async terms(@CurrentActor() actor: Actor): Promise<{ currencies: TopUpTerms[] }> {
    return { currencies: await this.topUps.terms(actor.personId) };
  }

  @Get(':topUpId')
  @ApiOperation({ summary: 'One of my top-ups' })
  one(@CurrentActor() actor: Actor, @Param('topUpId') topUpId: string): Promise<TopUpView> {
    return this.topUps.one(actor.personId, topUpId);
  }

  @Get(':topUpId/authentication')
  @ApiOperation({ summary: 'What my browser needs to let me answer my bank' })
  authenticate(
    @CurrentActor() actor: Actor,
    @Param('topUpId') topUpId: string,
  ): Promise<AuthenticationView> {
    return this.authentication.begin(actor.personId, topUpId);
  }

  @Post(':topUpId/authentication/finish')
  @HttpCode(200)
  @ApiOperation({ summary: 'What became of my top-up after I answered my bank' })
  finish(@CurrentActor() actor: Actor, @Param('topUpId') topUpId: string): Promise<TopUpView> {
    return this.authentication.finish(actor.personId, topUpId);
  }

  @Delete(':topUpId/authentication')
  @ApiOperation({ summary: 'Give up a top-up that my bank asks me about' })
  giveUp(@CurrentActor() actor: Actor, @Param('topUpId') topUpId: string): Promise<TopUpView> {
    return this.authentication.cancel(actor.personId, topUpId);
  }
}
