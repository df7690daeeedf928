// The trial balance and the general ledger over HTTP, as of any position, page by page or whole.
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { generalLedger, type ReportRange, trialBalance } from '../ledger/index.js';
import { BOOK_READERS } from '../identity/index.js';
import { Clock } from '../shared/clock.js';
import { cut } from '../shared/pages.js';
import { RolesAllowed } from '../shared/http.js';
import { EXPORT_PAGE, ReportSources } from './answers/report-sources.js';
import { CodeQuery, knownCode, placeOf, TrialBalanceQuery } from './answers/report.query.js';
import { answerAll, answerPage, pagesOf, type Sheet } from './answers/sheet.js';
import {
  generalLedgerLine,
  rangeView,
  trialBalanceCurrencies,
  type TrialBalanceLine,
  trialBalanceLine,
} from './answers/views.js';
import type { GeneralLedgerPageView, TrialBalanceView } from './contract.js';

type LedgerLine = GeneralLedgerPageView['rows'][number];

const TRIAL_BALANCE: Sheet<TrialBalanceLine> = {
  name: 'trial-balance',
  columns: ['code', 'name', 'kind', 'currency', 'debit', 'credit', 'balance'],
  cells: (row) => [row.code, row.name, row.kind, row.currency, row.debit, row.credit, row.balance],
};

const GENERAL_LEDGER: Sheet<LedgerLine> = {
  name: 'general-ledger',
  columns: [
    'account',
    'code',
    'name',
    'owner',
    'currency',
    'opening',
    'debit',
    'credit',
    'closing',
  ],
  cells: (row) => [
    row.account,
    row.code,
    row.name,
    row.owner,
    row.currency,
    row.opening,
    row.debit,
    row.credit,
    row.closing,
  ],
};

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance')
export class ReportsController {
  constructor(
    private readonly sources: ReportSources,
    private readonly clock: Clock,
  ) {}

  @Get('trial-balance')
  @ApiOperation({ summary: 'Debits and credits of every account code, as of any position' })
  async trialBalance(@Query() query: TrialBalanceQuery, @Res() reply: FastifyReply): Promise<void> {
    const { transactor, asOf } = this.sources;
    const position = await asOf.position(placeOf(query.position, query.at));
    const occurredBefore = query.occurredBefore ?? null;
    const found = await trialBalance(transactor.reader, { position, occurredBefore });
    const view: TrialBalanceView = {
      takenAt: this.clock.now().toISOString(),
      position: position.toString(),
      occurredBefore: occurredBefore?.toISOString() ?? null,
      currencies: trialBalanceCurrencies(found),
    };
    answerPage(reply, query.format, TRIAL_BALANCE, { view, rows: found.map(trialBalanceLine) });
  }

  @Get('general-ledger')
  @ApiOperation({ summary: 'Every account with opening, movements and closing over a range' })
  async generalLedger(@Query() query: CodeQuery, @Res() reply: FastifyReply): Promise<void> {
    const range = await this.sources.range(query);
    const { rows, next } = await this.page(range, query, query.after ?? null, query.limit ?? 50);
    const view: GeneralLedgerPageView = { range: rangeView(range), rows: [...rows], next };
    answerPage(reply, query.format, GENERAL_LEDGER, { view, rows });
  }

  @Get('general-ledger/export')
  @ApiOperation({ summary: 'The whole general ledger over a range, as CSV or JSON' })
  async exportGeneralLedger(@Query() query: CodeQuery, @Res() reply: FastifyReply): Promise<void> {
    const range = await this.sources.range(query);
    knownCode(query.code);
    const pages = pagesOf((after) => this.page(range, query, after, EXPORT_PAGE));
    answerAll(reply, query.format, GENERAL_LEDGER, pages);
  }

  private async page(range: ReportRange, query: CodeQuery, after: string | null, limit: number) {
    const found = await generalLedger(this.sources.transactor.reader, range, {
      code: knownCode(query.code),
      currency: query.currency ?? null,
      after,
      limit: limit + 1,
    });
    return cut(found.map(generalLedgerLine), limit, (row) => row.account);
  }
}
