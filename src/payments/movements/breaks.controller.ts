// What happened at the processor and nobody can explain, for finance.
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { BOOK_READERS } from '../../identity/index.js';
import { currencyDigits } from '../../shared/currencies.js';
import { Transactor } from '../../shared/database.js';
import { RolesAllowed } from '../../shared/http.js';
import { formatMinor } from '../../shared/money.js';
import type { BreakView } from '../inbox/contract.js';
import { type BreakRow, findBreaks } from './movement-store.js';

class BreaksQuery {
  @ApiPropertyOptional({ enum: ['open', 'closed'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'closed'])
  state?: 'open' | 'closed';
}

const LIST_MAX = 100;

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance/breaks')
export class BreaksController {
  constructor(private readonly transactor: Transactor) {}

  @Get()
  @ApiOperation({ summary: 'Movements at the processor that nobody can explain, newest first' })
  async list(@Query() { state }: BreaksQuery): Promise<{ breaks: BreakView[] }> {
    const found = await findBreaks(this.transactor.reader, state === 'closed', LIST_MAX);
    return { breaks: found.map(toView) };
  }
}

const toView = (row: BreakRow): BreakView => ({
  movementId: row.movementId,
  type: row.type,
  source: row.source,
  net: { amount: amountOf(row), currency: row.currency },
  why: row.why,
  occurredAt: row.occurredAt.toISOString(),
  openedAt: row.openedAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
  resolution: row.resolution,
});

// A currency nobody knows has no decimals that could be shown.
const amountOf = ({ net, currency }: BreakRow): string =>
  currencyDigits(currency) === undefined ? net : formatMinor(BigInt(net), currency);
