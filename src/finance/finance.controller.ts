// The finance team's pages over HTTP: the trial balance, the journal, and the audit.
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional, Matches } from 'class-validator';
import { DataSource } from 'typeorm';
import { CHART, journal, eventOf, nameOfCode, normalSide, trialBalance } from '../ledger/index.js';
import { Clock } from '../shared/clock.js';
import { RolesAllowed } from '../shared/http.js';
import { formatMinor } from '../shared/money.js';
import { PageQuery } from '../shared/page.query.js';
import { present } from '../shared/refusal.js';
import { audit } from './audit.js';
import type { AuditView, JournalPage, TrialBalanceView } from './contract.js';

class JournalQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^je_[0-9a-v]{26}$/)
  before?: string;
}

@ApiTags('finance')
@RolesAllowed('finance')
@Controller('v1/finance')
export class FinanceController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  @Get('trial-balance')
  @ApiOperation({ summary: 'Debits and credits of every account code, per currency' })
  async trialBalance(): Promise<TrialBalanceView> {
    const found = await trialBalance(this.dataSource.manager);
    const currencies = [...new Set(found.map((row) => row.currency))];
    return {
      takenAt: this.clock.now().toISOString(),
      currencies: currencies.map((currency) => {
        const rows = found.filter((row) => row.currency === currency);
        const total = (side: 'debit' | 'credit'): string =>
          formatMinor(
            rows.reduce((sum, row) => sum + row[side], 0n),
            currency,
          );
        return {
          currency,
          rows: rows.map(({ code, debit, credit }) => {
            const name = present(nameOfCode(code), `account code ${String(code)} is in the chart`);
            const { kind } = CHART[name];
            const balance = normalSide(kind) === 'debit' ? debit - credit : credit - debit;
            return {
              code,
              name,
              kind,
              debit: formatMinor(debit, currency),
              credit: formatMinor(credit, currency),
              balance: formatMinor(balance, currency),
            };
          }),
          totalDebit: total('debit'),
          totalCredit: total('credit'),
        };
      }),
    };
  }

  @Get('audit')
  @ApiOperation({ summary: 'Each invariant of the books, recomputed from the entries' })
  async audit(): Promise<AuditView> {
    const results = await audit(this.dataSource);
    return {
      takenAt: this.clock.now().toISOString(),
      passed: results.every((result) => result.difference === null),
      checks: results.map((result) => ({
        ...result,
        verdict: result.difference === null ? 'pass' : 'fail',
      })),
    };
  }

  @Get('entries')
  @ApiOperation({ summary: 'The journal, newest first' })
  async entries(@Query() query: JournalQuery): Promise<JournalPage> {
    const limit = query.limit ?? 30;
    const found = await journal(this.dataSource.manager, query.before ?? null, limit + 1);
    const page = found.slice(0, limit);
    return {
      entries: page.map((entry) => ({
        ...entry,
        event: eventOf(entry.template),
        occurredAt: entry.occurredAt.toISOString(),
        recordedAt: entry.recordedAt.toISOString(),
        lines: entry.lines.map((line) => ({
          ...line,
          amount: formatMinor(BigInt(line.amount), line.currency),
        })),
      })),
      next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }
}
