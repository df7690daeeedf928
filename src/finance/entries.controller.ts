// The journal over HTTP: entries newest first, by what they touch and when they occurred; one entry
// with its place in the books; and all of it as a file, one row for each line.
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { accountAt, journal, journalEntry, type JournalSearch } from '../ledger/index.js';
import { BOOK_READERS } from '../identity/index.js';
import { Transactor } from '../shared/database.js';
import { cut } from '../shared/pages.js';
import { RolesAllowed } from '../shared/http.js';
import { EXPORT_PAGE } from './answers/report-sources.js';
import { OccurredQuery } from './answers/report.query.js';
import { answerAll, answerPage, pagesOf, type Sheet } from './answers/sheet.js';
import { entryView } from './answers/views.js';
import type { EntryDetailView, EntryLineView, JournalPage } from './contract.js';
import { StaffNames } from './staff-names.js';

class JournalQuery extends OccurredQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^je_[0-9a-v]{26}$/)
  before?: string;

  @ApiPropertyOptional({ description: 'Only entries with a line on this account' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  account?: string;

  @ApiPropertyOptional({ example: 'P3' })
  @IsOptional()
  @Matches(/^P\d{1,2}[a-z]{0,3}$/)
  template?: string;

  @ApiPropertyOptional({ description: 'A whole reference, or the object before its colon' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reference?: string;
}

type Entry = JournalPage['entries'][number];
type EntryLine = Omit<Entry, 'lines'> & EntryLineView;

const JOURNAL: Sheet<EntryLine> = {
  name: 'journal',
  columns: [
    'entry',
    'template',
    'event',
    'reference',
    'occurredAt',
    'recordedAt',
    'account',
    'side',
    'amount',
    'currency',
  ],
  cells: (line) => [
    line.id,
    line.template,
    line.event,
    line.reference,
    line.occurredAt,
    line.recordedAt,
    line.account,
    line.side,
    line.amount,
    line.currency,
  ],
};

const linesOf = ({ lines, ...entry }: Entry): EntryLine[] =>
  lines.map((line) => ({ ...entry, ...line }));

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance/entries')
export class EntriesController {
  constructor(
    private readonly transactor: Transactor,
    private readonly names: StaffNames,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The journal, newest first' })
  async list(@Query() query: JournalQuery, @Res() reply: FastifyReply): Promise<void> {
    const search = await this.search(query);
    const page = await this.page(search, query.before ?? null, query.limit ?? 30);
    const view: JournalPage = { entries: [...page.rows], next: page.next };
    answerPage(reply, query.format, JOURNAL, { view, rows: page.rows.flatMap(linesOf) });
  }

  @Get('export')
  @ApiOperation({ summary: 'The whole journal, one row for each line, as CSV or JSON' })
  async export(@Query() query: JournalQuery, @Res() reply: FastifyReply): Promise<void> {
    const search = await this.search(query);
    const pages = pagesOf(async (before) => {
      const { rows, next } = await this.page(search, before, EXPORT_PAGE);
      return { rows: rows.flatMap(linesOf), next };
    });
    answerAll(reply, query.format, JOURNAL, pages);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One entry, with what it undoes, what undid it and who stands for it' })
  async one(@Param('id') id: string): Promise<EntryDetailView> {
    const entry = await journalEntry(this.transactor.reader, id);
    const { recordedBy, approvedBy } = entry;
    const names = await this.names.of([recordedBy, approvedBy].filter((name) => name !== null));
    return {
      ...entryView(entry),
      position: entry.position,
      reason: entry.reason,
      recordedBy: recordedBy === null ? null : names(recordedBy),
      approvedBy: approvedBy === null ? null : names(approvedBy),
      reverses: entry.reverses,
      reversedBy: entry.reversedBy,
      linked: [...entry.linked],
      hash: entry.hash,
    };
  }

  private async search(query: JournalQuery): Promise<Omit<JournalSearch, 'before' | 'limit'>> {
    const { account = null } = query;
    if (account !== null) await accountAt(this.transactor.reader, account);
    return {
      account,
      template: query.template ?? null,
      reference: query.reference ?? null,
      occurredFrom: query.occurredFrom ?? null,
      occurredBefore: query.occurredBefore ?? null,
    };
  }

  private async page(
    search: Omit<JournalSearch, 'before' | 'limit'>,
    before: string | null,
    limit: number,
  ) {
    const { reader } = this.transactor;
    const found = await journal(reader, { ...search, before, limit: limit + 1 });
    return cut(found.map(entryView), limit, ({ id }) => id);
  }
}
