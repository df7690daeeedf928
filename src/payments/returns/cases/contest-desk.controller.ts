// The risk team's desk for what people contest, over HTTP.
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { RISK_ROLES } from '../../../identity/index.js';
import { Clock } from '../../../shared/clock.js';
import { Transactor } from '../../../shared/database.js';
import {
  type Actor,
  CurrentActor,
  IdempotencyKey,
  RolesAllowed,
  sendReply,
} from '../../../shared/http.js';
import { fingerprintOf } from '../../../shared/idempotency.js';
import { PlainText } from '../../../shared/text.js';
import { recordLook } from '../../payment/record-look.js';
import type { Verdict } from '../contract.js';
import type { ContestCaseDetailView, ContestCaseView } from './contract.js';
import { ContestDesk } from './contest-desk.js';
import { DecideContest } from './decide-contest.js';

const VERDICTS = ['granted', 'denied'] as const satisfies Verdict[];

class DecideDto {
  @ApiProperty({ enum: VERDICTS, description: 'Whether the payer gets what they ask for' })
  @IsIn(VERDICTS)
  verdict!: Verdict;

  @ApiProperty({ description: 'What both sides read', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500, lines: true })
  words!: string;
}

class ExtendDto {
  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

class DeskQuery {
  @ApiPropertyOptional({ enum: ['open', 'closed'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'closed'])
  state?: 'open' | 'closed';
}

@ApiTags('risk')
@RolesAllowed(...RISK_ROLES)
@Controller('v1/risk/contests')
export class ContestDeskController {
  constructor(
    private readonly desk: ContestDesk,
    private readonly decideContest: DecideContest,
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What people contest; those due soonest first' })
  async list(
    @CurrentActor() { personId }: Actor,
    @Query() { state }: DeskQuery,
  ): Promise<{ contests: ContestCaseView[] }> {
    return { contests: await this.desk.list(personId, state ?? 'open') };
  }

  @Get(':contestId')
  @ApiOperation({ summary: 'One of them, with what both sides said' })
  async one(
    @CurrentActor() { personId }: Actor,
    @Param('contestId') contestId: string,
  ): Promise<ContestCaseDetailView> {
    const view = await this.desk.one(personId, contestId);
    await this.transactor.run((tx) => recordLook(tx, personId, view.payment, `case ${view.id}`));
    return view;
  }

  @Post(':contestId/decide')
  @ApiOperation({ summary: 'Decide it; above a limit the first word is a proposal' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async decide(
    @CurrentActor() { personId, roles }: Actor,
    @IdempotencyKey() key: string,
    @Param('contestId') caseId: string,
    @Body() { verdict, words }: DecideDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('decide-contest', { caseId, verdict, words });
    const approves = roles.includes('risk_approver');
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    const decision = { caseId, verdict, words, approves };
    sendReply(reply, await this.decideContest.run({ ...claim, ...decision }));
  }

  @Post(':contestId/extend')
  @ApiOperation({ summary: 'Take more time, once, with a reason' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async extend(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Param('contestId') caseId: string,
    @Body() { reason }: ExtendDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fingerprint = fingerprintOf('extend-contest', { caseId, reason });
    const claim = { personId, key, fingerprint, at: this.clock.now() };
    sendReply(reply, await this.decideContest.extend({ ...claim, caseId, reason }));
  }
}
