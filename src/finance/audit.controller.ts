// The audit over HTTP: each invariant of the books, recomputed on request.
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { BOOK_READERS } from '../identity/index.js';
import { Clock } from '../shared/clock.js';
import { DATABASE } from '../shared/database.js';
import { RolesAllowed } from '../shared/http.js';
import { audit } from './audit.js';
import type { AuditView } from './contract.js';

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance/audit')
export class AuditController {
  constructor(
    @InjectDataSource(DATABASE) private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  @Get()
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
}
