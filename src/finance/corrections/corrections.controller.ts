// Corrections of the books over HTTP: proposed by one person of finance, decided by another.
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
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { FastifyReply } from 'fastify';
import { BOOK_READERS } from '../../identity/index.js';
import { Transactor } from '../../shared/database.js';
import {
  type Actor,
  CurrentActor,
  IdempotencyKey,
  RolesAllowed,
  sendReply,
} from '../../shared/http.js';
import { fingerprintOf } from '../../shared/idempotency.js';
import { PageQuery } from '../../shared/page.query.js';
import { cut } from '../../shared/pages.js';
import { PlainText } from '../../shared/text.js';
import { IsMoment } from '../answers/report.query.js';
import type {
  CorrectionsPage,
  CorrectionState,
  CorrectionView,
  EntryLineView,
} from '../contract.js';
import { StaffNames } from '../staff-names.js';
import { CorrectBooks, refuse, type Verdict } from './correct-books.js';
import { type Correction, correctionView, parseLines } from './correction.js';
import { correctionsPage, findCorrection } from './correction-store.js';

const STATES = ['proposed', 'approved', 'declined'] as const;

class CorrectionLineDto implements EntryLineView {
  @ApiProperty({ example: 'user.available:usr_…:EUR' })
  @IsString()
  @Length(1, 200)
  account!: string;

  @ApiProperty({ enum: ['debit', 'credit'] })
  @IsIn(['debit', 'credit'])
  side!: 'debit' | 'credit';

  @ApiProperty({ example: '20.00' })
  @IsString()
  @MaxLength(64)
  amount!: string;

  @ApiProperty({ example: 'EUR' })
  @IsString()
  @Length(3, 3)
  currency!: string;
}

class CorrectionDto {
  @ApiProperty({ enum: ['reversal', 'entry'] })
  @IsIn(['reversal', 'entry'])
  kind!: 'reversal' | 'entry';

  @ApiPropertyOptional({ description: 'Needed for a reversal', example: 'je_…' })
  @ValidateIf(({ kind, entryId }: CorrectionDto) => kind === 'reversal' || entryId !== undefined)
  @Matches(/^je_[0-9a-v]{26}$/)
  entryId?: string;

  @ApiPropertyOptional({ type: [CorrectionLineDto], description: 'Needed for an entry' })
  @ValidateIf(({ kind, lines }: CorrectionDto) => kind === 'entry' || lines !== undefined)
  @IsArray()
  @ArrayMaxSize(1000)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CorrectionLineDto)
  lines?: CorrectionLineDto[];

  @ApiProperty({ description: 'Why, for the books', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;

  @ApiPropertyOptional({
    type: String,
    description: 'When it is dated, in an open period; the moment of the approval unless given',
  })
  @IsOptional()
  @IsMoment()
  occurredAt?: Date;
}

class DeclineDto {
  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

class CorrectionsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: CorrectionState;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^cor_[0-9a-v]{26}$/)
  before?: string;
}

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance/corrections')
export class CorrectionsController {
  constructor(
    private readonly correctBooks: CorrectBooks,
    private readonly transactor: Transactor,
    private readonly names: StaffNames,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Corrections, newest first' })
  async list(@Query() query: CorrectionsQuery): Promise<CorrectionsPage> {
    const limit = query.limit ?? 30;
    const { state = null, before = null } = query;
    const found = await correctionsPage(this.transactor.reader, state, before, limit + 1);
    const { rows, next } = cut(found, limit, ({ id }) => id);
    return { corrections: await this.views(rows), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One correction' })
  async one(@Param('id') id: string): Promise<CorrectionView> {
    const found = await findCorrection(this.transactor.reader, id);
    if (found === undefined) throw refuse('correction_unknown');
    const [view] = await this.views([found]);
    return view as CorrectionView;
  }

  @RolesAllowed('finance_operator')
  @Post()
  @ApiOperation({ summary: 'Propose a reversal or an entry; refused if the books would refuse it' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async propose(
    @CurrentActor() { personId }: Actor,
    @IdempotencyKey() key: string,
    @Body() body: CorrectionDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { kind, reason, occurredAt = null } = body;
    const entryId = kind === 'reversal' ? (body.entryId ?? null) : null;
    const lines = kind === 'entry' ? parseLines(body.lines ?? []) : null;
    const fingerprint = fingerprintOf('propose-correction', {
      kind,
      entryId,
      lines: JSON.stringify(lines),
      reason,
      occurredAt: occurredAt?.toISOString() ?? null,
    });
    const proposal = { kind, entryId, lines, reason, occurredAt };
    sendReply(reply, await this.correctBooks.propose({ personId, key, fingerprint }, proposal));
  }

  @RolesAllowed('finance_approver')
  @Post(':id/approve')
  @ApiOperation({ summary: 'Approve as another person; it is posted at once' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async approve(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendReply(reply, await this.decide(actor, key, { id, state: 'approved', reason: null }));
  }

  @RolesAllowed('finance_approver')
  @Post(':id/decline')
  @ApiOperation({ summary: 'Decline as another person; nothing is posted' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  async decline(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string,
    @Param('id') id: string,
    @Body() { reason }: DeclineDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendReply(reply, await this.decide(actor, key, { id, state: 'declined', reason }));
  }

  private decide({ personId }: Actor, key: string, verdict: Verdict) {
    const fingerprint = fingerprintOf('decide-correction', { ...verdict });
    return this.correctBooks.decide({ personId, key, fingerprint }, verdict);
  }

  private async views(found: readonly Correction[]): Promise<CorrectionView[]> {
    const names = await this.names.of(
      found.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])]),
    );
    return found.map((correction) => correctionView(correction, names));
  }
}
