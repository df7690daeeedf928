// The look before a payment over HTTP, and what payers did when they were warned.
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';
import { ShownWarnings, WARNING_ANSWERS, type WarningAnswer } from '../../fraud/index.js';
import { Clock } from '../../shared/clock.js';
import { RISK_ROLES } from '../../identity/index.js';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../../shared/http.js';
import { parseMoney } from '../../shared/money.js';
import { ForSomebodyDto } from '../payment/money.dto.js';
import { CheckPayment } from './check-payment.js';
import type { HistoryView, PaymentCheckView, ShownWarningsView } from './contract.js';

class CheckFundingDto {
  @ApiProperty({ enum: ['balance', 'card'] })
  @IsIn(['balance', 'card'])
  source!: 'balance' | 'card';
}

class CheckDto extends ForSomebodyDto {
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => CheckFundingDto)
  funding!: CheckFundingDto;
}

class WarningAnswerDto {
  @ApiProperty({ enum: WARNING_ANSWERS })
  @IsIn(WARNING_ANSWERS)
  answer!: WarningAnswer;
}

const COUNTED_DAYS = 30;

@ApiTags('payments')
@Controller('v1')
export class CheckController {
  constructor(
    private readonly check: CheckPayment,
    private readonly shown: ShownWarnings,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  @Post('payments/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'What I should know before I make this payment; it moves nothing' })
  run(@CurrentActor() { personId }: Actor, @Body() body: CheckDto): Promise<PaymentCheckView> {
    return this.check.run({
      personId,
      threadId: body.threadId,
      payeeId: body.payeeId ?? null,
      amount: parseMoney(body.amount),
      source: body.funding.source,
      at: this.clock.now(),
    });
  }

  @Get('payments/with/:personId')
  @ApiOperation({ summary: 'What I have paid somebody before' })
  history(@CurrentActor() actor: Actor, @Param('personId') personId: string): Promise<HistoryView> {
    return this.check.history(actor.personId, personId);
  }

  @Post('payments/warnings/:warningId/answer')
  @HttpCode(204)
  @ApiOperation({ summary: 'What I did when I was warned' })
  async answer(
    @CurrentActor() { personId }: Actor,
    @Param('warningId') warningId: string,
    @Body() { answer }: WarningAnswerDto,
  ): Promise<void> {
    await this.transactor.run((tx) => this.shown.answer(tx, personId, warningId, answer));
  }

  @Get('risk/warnings-shown')
  @RolesAllowed(...RISK_ROLES)
  @ApiOperation({ summary: 'What payers were warned of lately, and what they did then' })
  async counts(): Promise<ShownWarningsView> {
    const warnings = await this.shown.counts(this.transactor.reader, COUNTED_DAYS);
    return { days: COUNTED_DAYS, warnings };
  }
}
