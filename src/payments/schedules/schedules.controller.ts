// Scheduled payments over HTTP, for their payer alone: those of other people answer like ones that do not
// exist.
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../shared/clock.js';
import { type Actor, CurrentActor, IdempotencyKey, sendReply } from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { parseMoney } from '../../shared/money.js';
import { ChangeSchedule } from './change-schedule.js';
import { CheckSchedule } from './check-schedule.js';
import type { ScheduleCheckView, ScheduleDetailView, SchedulesPage } from './contract.js';
import { MakeSchedule } from './make-schedule.js';
import { type Plan, planIn, textOf } from './calendar/plan.js';
import { ScheduleChangeDto, ScheduleDto, SchedulesQuery, SkipDto } from './schedule.dto.js';
import { ScheduleDesk } from './schedule-desk.js';

@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(
    private readonly making: MakeSchedule,
    private readonly changing: ChangeSchedule,
    private readonly checking: CheckSchedule,
    private readonly desk: ScheduleDesk,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Schedule a payment to somebody in a thread, once or again and again' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async make(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Body() body: ScheduleDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const wish = wishIn(body);
    const { amount, plan, ...rest } = wish;
    const fingerprint = fingerprintOf('schedule-payment', {
      ...rest,
      minor: amount.minor.toString(),
      currency: amount.currency,
      plan: textOf(plan),
    });
    const confirmationId = body.confirmationId ?? null;
    const at = this.clock.now();
    const command = { personId, key, fingerprint, ...wish, confirmationId, at };
    sendReply(reply, await this.making.run(command));
  }

  @Post('check')
  @HttpCode(200)
  @ApiOperation({ summary: 'What I should know before I schedule it; it makes nothing' })
  check(
    @CurrentActor() { personId }: Actor,
    @Body() body: ScheduleDto,
  ): Promise<ScheduleCheckView> {
    return this.checking.run({ personId, ...wishIn(body), at: this.clock.now() });
  }

  @Get()
  @ApiOperation({ summary: 'My scheduled payments, newest first' })
  list(
    @CurrentActor() { personId }: Actor,
    @Query() query: SchedulesQuery,
  ): Promise<SchedulesPage> {
    const { state = null, threadId = null, before = null, limit = 30 } = query;
    return this.desk.page(personId, { state, threadId, before, limit });
  }

  @Get(':scheduleId')
  @ApiOperation({ summary: 'One of mine: what comes next, and what became of those before' })
  one(
    @CurrentActor() { personId }: Actor,
    @Param('scheduleId') scheduleId: string,
  ): Promise<ScheduleDetailView> {
    return this.desk.one(personId, scheduleId);
  }

  @Patch(':scheduleId')
  @ApiOperation({ summary: 'Change it, from the next occurrence on' })
  async change(
    @CurrentActor() { personId }: Actor,
    @Param('scheduleId') scheduleId: string,
    @Body() body: ScheduleChangeDto,
  ): Promise<ScheduleDetailView> {
    await this.changing.change(personId, scheduleId, changeIn(body));
    return this.desk.one(personId, scheduleId);
  }

  @Post(':scheduleId/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'What I should know before I change it; it changes nothing' })
  checkChange(
    @CurrentActor() { personId }: Actor,
    @Param('scheduleId') scheduleId: string,
    @Body() body: ScheduleChangeDto,
  ): Promise<ScheduleCheckView> {
    return this.checking.ofChange(personId, scheduleId, changeIn(body), this.clock.now());
  }

  @Post(':scheduleId/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send nothing until it is resumed' })
  async pause(
    @CurrentActor() { personId }: Actor,
    @Param('scheduleId') scheduleId: string,
  ): Promise<ScheduleDetailView> {
    await this.changing.pause(personId, scheduleId);
    return this.desk.one(personId, scheduleId);
  }

  @Post(':scheduleId/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on with the first one that is still to come' })
  async resume(
    @CurrentActor() { personId }: Actor,
    @Param('scheduleId') scheduleId: string,
  ): Promise<ScheduleDetailView> {
    await this.changing.resume(personId, scheduleId);
    return this.desk.one(personId, scheduleId);
  }

  @Post(':scheduleId/skip')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave out the next one' })
  async skip(
    @CurrentActor() { personId }: Actor,
    @Param('scheduleId') scheduleId: string,
    @Body() { number }: SkipDto,
  ): Promise<ScheduleDetailView> {
    await this.changing.skip(personId, scheduleId, number);
    return this.desk.one(personId, scheduleId);
  }

  @Post(':scheduleId/stop')
  @HttpCode(200)
  @ApiOperation({ summary: 'End it' })
  async stop(
    @CurrentActor() { personId }: Actor,
    @Param('scheduleId') scheduleId: string,
  ): Promise<ScheduleDetailView> {
    await this.changing.stop(personId, scheduleId);
    return this.desk.one(personId, scheduleId);
  }
}

type FundingIn = ScheduleDto['funding'];

const cardIn = ({ source, cardId }: FundingIn): string | null =>
  source === 'card' ? (cardId ?? null) : null;

// What was not said is not there, so that the same plan is the same text.
const planOf = ({
  zone,
  startsOn,
  at,
  every,
  days,
  day,
  until,
  times,
}: ScheduleDto['plan']): Plan =>
  planIn(textOf({ zone, startsOn, at, every, days, day, until, times } as Plan));

const wishIn = (body: ScheduleDto) => ({
  threadId: body.threadId,
  payeeId: body.payeeId ?? null,
  amount: parseMoney(body.amount),
  cardId: cardIn(body.funding),
  note: body.note?.trim() || null,
  plan: planOf(body.plan),
});

const changeIn = (body: ScheduleChangeDto) => ({
  revision: body.revision,
  amount: body.amount && parseMoney(body.amount),
  cardId: body.funding && cardIn(body.funding),
  note: body.note === undefined ? undefined : body.note?.trim() || null,
  plan: body.plan && planOf(body.plan),
  confirmationId: body.confirmationId ?? null,
});
