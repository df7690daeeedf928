// A person's statements over HTTP: a month or a range of days, as CSV or as PDF.
import { Controller, Get, Query, Res } from '@nestjs/common';
import {
  ApiOperation,
  ApiProduces,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsTimeZone, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { currencyCodes } from '../../../shared/currencies.js';
import { type Actor, CurrentActor } from '../../../shared/http.js';
import { refusals } from '../../../shared/refusal.js';
import { PersonStatements } from './person-statement.js';
import { statementCsv } from './statement-csv.js';
import { statementPdf } from './statement-pdf.js';
import { statementRange } from './statement-range.js';

const refuse = refusals({
  statement_too_long_for_paper: {
    kind: 'refused',
    title: 'That is too much for one PDF. Ask for fewer days, or for the table.',
  },
});

// About a hundred pages.
const ON_PAPER_MAX = 3000;
const DAY = /^\d{4}-\d\d-\d\d$/;

class PersonStatementQuery {
  @ApiProperty({ example: 'EUR' })
  @IsIn(currencyCodes())
  currency!: string;

  @ApiProperty({ enum: ['csv', 'pdf'] })
  @IsIn(['csv', 'pdf'])
  format!: 'csv' | 'pdf';

  @ApiPropertyOptional({ description: 'Or `from` and `to`', example: '2026-11' })
  @IsOptional()
  @Matches(/^(19|20)\d\d-(0[1-9]|1[0-2])$/)
  month?: string;

  @ApiPropertyOptional({ description: 'The first day', example: '2026-11-01' })
  @IsOptional()
  @Matches(DAY)
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ description: 'The last day', example: '2026-11-30' })
  @IsOptional()
  @Matches(DAY)
  @IsISO8601({ strict: true })
  to?: string;

  @ApiPropertyOptional({
    description: 'Where days begin; UTC unless given',
    example: 'Europe/Berlin',
  })
  @IsOptional()
  @IsTimeZone()
  zone?: string;

  @ApiPropertyOptional({ description: 'Of the books, from `x-ledger-position`; now unless given' })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  position?: string;
}

@ApiTags('payments')
@Controller('v1/statements')
export class PersonStatementsController {
  constructor(private readonly statements: PersonStatements) {}

  @Get()
  @ApiOperation({ summary: 'What I had, each movement, what I had then: a table or on paper' })
  @ApiProduces('text/csv', 'application/pdf')
  async statement(
    @CurrentActor() { personId }: Actor,
    @Query() { currency, format, position, zone = 'UTC', ...days }: PersonStatementQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const range = statementRange({ ...days, zone });
    const place = position === undefined ? null : BigInt(position);
    const statement = await this.statements.of(personId, currency, range, place);
    if (format === 'pdf' && statement.count > ON_PAPER_MAX) {
      throw refuse('statement_too_long_for_paper');
    }
    const name = `tenner-${currency}-${range.from}-to-${range.to}.${format}`;
    void reply
      .header('content-type', format === 'pdf' ? 'application/pdf' : 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .header('x-ledger-position', statement.position.toString())
      // A fault on the way cuts the connection, so that nobody takes a part for the whole.
      .send(
        format === 'pdf' ? await statementPdf(statement) : Readable.from(statementCsv(statement)),
      );
  }
}
