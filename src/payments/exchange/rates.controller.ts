// Mid-market rates over HTTP: proposed by one person of finance, decided by another.
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { BOOK_READERS } from '../../identity/index.js';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../../shared/http.js';
import { PageQuery } from '../../shared/page.query.js';
import { cut } from '../../shared/pages.js';
import { People } from '../../shared/people.js';
import { PlainText } from '../../shared/text.js';
import type { RateBody, RateView } from './contract.js';
import { type Rate, ratesPage } from './rate-table.js';
import { SetRates } from './set-rates.js';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

class RateDto implements RateBody {
  @ApiProperty({ example: 'EUR', description: 'One unit of it is worth `rate` of `counter`' })
  @IsString()
  @Length(3, 3)
  base!: string;

  @ApiProperty({ example: 'USD' })
  @IsString()
  @Length(3, 3)
  counter!: string;

  @ApiProperty({ example: '1.0774', description: 'A decimal string above zero' })
  @IsString()
  @MaxLength(25)
  rate!: string;

  @ApiProperty({ description: 'Where it was read' })
  @PlainText({ min: 3, max: 200 })
  source!: string;

  @ApiProperty({ example: '2026-11-30T12:00:00Z' })
  @Matches(MOMENT)
  @IsISO8601({ strict: true })
  quotedAt!: string;

  @ApiProperty({ example: '2026-12-01T12:00:00Z', description: 'From then on it is never used' })
  @Matches(MOMENT)
  @IsISO8601({ strict: true })
  validUntil!: string;
}

class RatesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['proposed', 'approved', 'declined'] })
  @IsOptional()
  @IsIn(['proposed', 'approved', 'declined'])
  state?: RateView['state'];

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^rat_[0-9a-v]{26}$/)
  before?: string;
}

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance/rates')
export class RatesController {
  constructor(
    private readonly setRates: SetRates,
    private readonly transactor: Transactor,
    private readonly people: People,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Mid-market rates, newest first' })
  async list(@Query() query: RatesQuery): Promise<{ rates: RateView[]; next: string | null }> {
    const limit = query.limit ?? 30;
    const { reader } = this.transactor;
    const found = await ratesPage(reader, query.state ?? null, query.before ?? null, limit + 1);
    const { rows: shown, next } = cut(found, limit, ({ id }) => id);
    return { rates: await this.views(shown), next };
  }

  @Post()
  @RolesAllowed('finance_operator')
  @ApiOperation({ summary: 'Propose a mid-market rate' })
  async propose(@CurrentActor() { personId }: Actor, @Body() body: RateDto): Promise<RateView> {
    return this.view(await this.setRates.propose(personId, body));
  }

  @Post(':rateId/approve')
  @HttpCode(200)
  @RolesAllowed('finance_approver')
  @ApiOperation({ summary: 'Let a rate count that somebody else proposed' })
  async approve(
    @CurrentActor() { personId }: Actor,
    @Param('rateId') rateId: string,
  ): Promise<RateView> {
    return this.view(await this.setRates.decide(personId, rateId, 'approved'));
  }

  @Post(':rateId/decline')
  @HttpCode(200)
  @RolesAllowed('finance_approver')
  @ApiOperation({ summary: 'Decline a rate that somebody else proposed' })
  async decline(
    @CurrentActor() { personId }: Actor,
    @Param('rateId') rateId: string,
  ): Promise<RateView> {
    return this.view(await this.setRates.decide(personId, rateId, 'declined'));
  }

  private async view(rate: Rate): Promise<RateView> {
    const [view] = await this.views([rate]);
    return view as RateView;
  }

  private async views(rates: readonly Rate[]): Promise<RateView[]> {
    const ids = rates.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? proposedBy]);
    const found = await this.people.profiles(this.transactor.reader, [...new Set(ids)]);
    const nameOf = (id: string): string => found.get(id)?.name ?? id;
    return rates.map((rate) => ({
      id: rate.id,
      base: rate.base,
      counter: rate.counter,
      rate: rate.rate,
      source: rate.source,
      quotedAt: rate.quotedAt.toISOString(),
      validUntil: rate.validUntil.toISOString(),
      state: rate.state,
      proposedBy: nameOf(rate.proposedBy),
      proposedAt: rate.proposedAt.toISOString(),
      decidedBy: rate.decidedBy === null ? null : nameOf(rate.decidedBy),
      decidedAt: rate.decidedAt?.toISOString() ?? null,
    }));
  }
}
