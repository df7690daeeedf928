// Closing the books over HTTP, and what was closed.
import { Body, Controller, Get, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';

import { Periods, refuseLedger, Sealer } from '../ledger/index.js';
import { BOOK_READERS, FINANCE_ROLES } from '../identity/index.js';
import { Transactor } from '../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../shared/http.js';
import { PlainText } from '../shared/text.js';
import { IsMoment } from './answers/report.query.js';
import { trialBalanceCurrencies } from './answers/views.js';
import type { PeriodDetailView, PeriodsView, PeriodView } from './contract.js';
import { StaffNames } from './staff-names.js';

class ClosePeriodDto {
  @ApiProperty({
    type: String,
    example: '2026-11-01T00:00:00Z',
    description: 'Nothing that occurred before it is written any more; five minutes back at least',
  })
  @IsMoment()
  through!: Date;

  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

type Closing = Awaited<ReturnType<Periods['list']>>[number];

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance/periods')
export class PeriodsController {
  constructor(
    private readonly periods: Periods,
    private readonly sealer: Sealer,
    private readonly transactor: Transactor,
    private readonly names: StaffNames,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every closing of the books, newest first' })
  async list(): Promise<PeriodsView> {
    return { periods: await this.views(await this.periods.list(this.transactor.reader)) };
  }

  @Get(':number')
  @ApiOperation({ summary: 'One closing with its trial balance, taken again and compared' })
  async one(
    @Param('number', new ParseIntPipe({ exceptionFactory: () => refuseLedger('period_unknown') }))
    number: number,
  ): Promise<PeriodDetailView> {
    if (number > 2_147_483_647 || number < 1) throw refuseLedger('period_unknown');
    const { closing, rows, unchanged } = await this.periods.one(this.transactor.reader, number);
    return {
      ...(await this.view(closing)),
      unchanged,
      currencies: trialBalanceCurrencies(rows),
    };
  }

  @RolesAllowed(...FINANCE_ROLES)
  @Post()
  @ApiOperation({ summary: 'Close the books up to a moment; a second time is refused' })
  async close(
    @CurrentActor() { personId }: Actor,
    @Body() { through, reason }: ClosePeriodDto,
  ): Promise<PeriodView> {
    // Most of what waits for the sealer is sealed before payments have to wait for the closing.
    await this.sealer.seal();
    const closing = await this.transactor.run((tx) =>
      this.periods.close(tx, { through, reason, closedBy: personId }),
    );
    return this.view(closing);
  }

  private async view(closing: Closing): Promise<PeriodView> {
    const names = await this.names.of([closing.closedBy]);
    return toView(closing, names(closing.closedBy));
  }

  private async views(closings: readonly Closing[]): Promise<PeriodView[]> {
    const names = await this.names.of(closings.map(({ closedBy }) => closedBy));
    return closings.map((closing) => toView(closing, names(closing.closedBy)));
  }
}

const toView = (closing: Closing, closedBy: string): PeriodView => ({
  number: closing.number,
  through: closing.through,
  position: String(closing.position),
  balancesHash: closing.balancesHash,
  reason: closing.reason,
  closedBy,
  closedAt: closing.closedAt,
  hash: closing.hash,
});
