// Bills over HTTP: make one, look, and what its maker may do with it. A bill that does not concern
// somebody answers like one that does not exist.
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../shared/clock.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { parseMoney } from '../../shared/money.js';
import { ChangeSplit } from './change-split.js';
import type { SplitPreview, SplitView } from './contract.js';
import { MoreRounds } from './more-rounds.js';
import { ConcernedDto, parseDivision, ReopenDto, SplitRoundDto } from './split.dto.js';
import { type RoundAsked, SplitBill } from './split-bill.js';
import { SplitDesk } from './split-desk.js';

const TWO_WEEKS = 336;

@ApiTags('splits')
@Controller('v1')
export class SplitsController {
  constructor(
    private readonly splitBill: SplitBill,
    private readonly moreRounds: MoreRounds,
    private readonly changing: ChangeSplit,
    private readonly desk: SplitDesk,
    private readonly clock: Clock,
  ) {}

  @Post('threads/:threadId/splits/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a bill would ask of whom; nothing is made' })
  preview(
    @CurrentActor() { personId }: Actor,
    @Param('threadId') threadId: string,
    @Body() body: SplitRoundDto,
  ): Promise<SplitPreview> {
    return this.splitBill.preview(threadId, roundOf(personId, body));
  }

  @Post('threads/:threadId/splits')
  @ApiOperation({ summary: 'Divide what I paid among people of a thread' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async make(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('threadId') threadId: string,
    @Body() body: SplitRoundDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const round = roundOf(personId, body);
    const fingerprint = fingerprintOf('split-bill', { threadId, ...contentOf(body) });
    const timing = { hours: body.hours ?? TWO_WEEKS, at: this.clock.now() };
    sendReply(reply, await this.splitBill.run({ ...round, ...timing, key, fingerprint, threadId }));
  }

  @Get('splits/:splitId')
  @ApiOperation({ summary: 'One bill, for its maker and everybody who owes a share of it' })
  one(@CurrentActor() { personId }: Actor, @Param('splitId') splitId: string): Promise<SplitView> {
    return this.desk.one(personId, splitId);
  }

  @Post('splits/:splitId/rounds')
  @ApiOperation({ summary: 'Add a round to my bill, among the same people or others' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async addRound(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('splitId') splitId: string,
    @Body() body: SplitRoundDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const round = roundOf(personId, body);
    const fingerprint = fingerprintOf('add-round', { splitId, ...contentOf(body) });
    const timing = { hours: body.hours ?? TWO_WEEKS, at: this.clock.now() };
    sendReply(reply, await this.moreRounds.add({ ...round, ...timing, key, fingerprint, splitId }));
  }

  @Post('splits/:splitId/reopen')
  @ApiOperation({ summary: 'Divide what somebody has not paid anew among others' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async reopen(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('splitId') splitId: string,
    @Body() { personId: fromPersonId, amongIds }: ReopenDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('reopen-share', {
      ...{ splitId, fromPersonId },
      amongIds: amongIds === undefined ? null : JSON.stringify(amongIds),
    });
    const command = { personId, key, fingerprint, splitId, fromPersonId, hours: TWO_WEEKS };
    const at = this.clock.now();
    const answer = await this.moreRounds.reopen({ ...command, at, amongIds: amongIds ?? null });
    sendReply(reply, answer);
  }

  @Post('splits/:splitId/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take back what is not paid of my bill, or of one share' })
  async cancel(
    @CurrentActor() { personId }: Actor,
    @Param('splitId') splitId: string,
    @Body() { personId: payerId }: ConcernedDto,
  ): Promise<SplitView> {
    await this.changing.cancel(personId, { splitId, payerId: payerId ?? null });
    return this.desk.one(personId, splitId);
  }

  @Post('splits/:splitId/remind')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Remind those who have not paid, each once a day and three times in all',
  })
  async remind(
    @CurrentActor() { personId }: Actor,
    @Param('splitId') splitId: string,
    @Body() { personId: payerId }: ConcernedDto,
  ): Promise<SplitView> {
    await this.changing.remind(personId, { splitId, payerId: payerId ?? null });
    return this.desk.one(personId, splitId);
  }
}

function roundOf(personId: string, { amount, title, division }: SplitRoundDto): RoundAsked {
  const money = parseMoney(amount);
  return {
    personId,
    amount: money,
    title: title?.trim() || null,
    division: parseDivision(division, money.currency),
  };
}

const contentOf = ({ amount, title, division, hours = TWO_WEEKS }: SplitRoundDto) => ({
  amount: amount.amount,
  currency: amount.currency,
  title: title?.trim() || null,
  division: JSON.stringify([
    division.way,
    division.personIds,
    division.parts?.map(({ personId, value }) => [personId, value]),
    division.items?.map((item) => [item.name, item.amount, item.personIds]),
  ]),
  hours: String(hours),
});
