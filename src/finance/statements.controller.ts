// One account over HTTP: its statement over a range, and why it has the balance it has.
import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import {
  accountAt,
  explainedLines,
  explanation,
  Sealer,
  statementLines,
  statementTotals,
} from '../ledger/index.js';
import { BOOK_READERS } from '../identity/index.js';
import { RolesAllowed } from '../shared/http.js';
import { formatMinor } from '../shared/money.js';
import { EXPORT_PAGE, ReportSources } from './answers/report-sources.js';
import { FormatQuery, StatementQuery } from './answers/report.query.js';
import { answerAll, answerPage, pagesOf, type Sheet } from './answers/sheet.js';
import { explanationView, lineView, rangeView } from './answers/views.js';
import type { StatementLineView, StatementView } from './contract.js';
import { RecordAccountLook } from './record-account-look.js';

const LINES: Sheet<StatementLineView> = {
  name: 'statement',
  columns: [
    'position',
    'entry',
    'reference',
    'template',
    'event',
    'occurredAt',
    'recordedAt',
    'side',
    'amount',
    'balance',
  ],
  cells: (line) => [
    line.position,
    line.entryId,
    line.reference,
    line.template,
    line.event,
    line.occurredAt,
    line.recordedAt,
    line.side,
    line.amount,
    line.balance,
  ],
};

class ExplanationQuery extends FormatQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,18}(\.\d{1,5})?$/)
  before?: string;
}

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@UseInterceptors(RecordAccountLook)
@Controller('v1/finance/accounts/:address')
export class StatementsController {
  constructor(
    private readonly sources: ReportSources,
    private readonly sealer: Sealer,
  ) {}

  @Get('statement')
  @ApiOperation({ summary: 'Opening, lines and closing of one account over a range' })
  async statement(
    @Param('address') address: string,
    @Query() query: StatementQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { reader } = this.sources.transactor;
    const account = await accountAt(reader, address);
    const range = await this.sources.range(query);
    const { opening, closing } = await statementTotals(reader, account, range);
    const after = query.after ?? null;
    const page = await statementLines(reader, account, range, after, query.limit ?? 50);
    const lines = page.lines.map((line) => lineView(account, line));
    const view: StatementView = {
      account: account.address,
      currency: account.currency,
      normalSide: account.normalSide,
      range: rangeView(range),
      opening: formatMinor(opening, account.currency),
      closing: formatMinor(closing, account.currency),
      lines,
      next: page.next,
    };
    answerPage(reply, query.format, LINES, { view, rows: lines });
  }

  @Get('statement/export')
  @ApiOperation({ summary: 'All lines of a statement, as CSV or JSON' })
  async exportStatement(
    @Param('address') address: string,
    @Query() query: StatementQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { reader } = this.sources.transactor;
    const account = await accountAt(reader, address);
    const range = await this.sources.range(query);
    const pages = pagesOf(async (after) => {
      const { lines, next } = await statementLines(reader, account, range, after, EXPORT_PAGE);
      return { rows: lines.map((line) => lineView(account, line)), next };
    });
    answerAll(reply, query.format, LINES, pages);
  }

  @Get('explanation')
  @ApiOperation({ summary: 'Why the balance is what it is: each line, each hold, no residue' })
  async explanation(
    @Param('address') address: string,
    @Query() query: ExplanationQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.sealer.seal();
    const view = explanationView(await this.explain(address, query.before ?? null, query.limit));
    answerPage(reply, query.format, LINES, { view, rows: view.lines });
  }

  @Get('explanation/export')
  @ApiOperation({ summary: 'All lines behind a balance, newest first, as CSV or JSON' })
  async exportExplanation(
    @Param('address') address: string,
    @Query() query: ExplanationQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.sealer.seal();
    const { reader } = this.sources.transactor;
    await accountAt(reader, address);
    const pages = pagesOf(async (before) => {
      const { account, lines, next } = await explainedLines(reader, address, before, EXPORT_PAGE);
      return { rows: lines.map((line) => lineView(account, line)), next };
    });
    answerAll(reply, query.format, LINES, pages);
  }

  private explain(address: string, before: string | null, limit = 50) {
    return this.sources.transactor.snapshot((db) => explanation(db, address, before, limit));
  }
}
