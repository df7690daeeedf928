import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { AccountsController } from './accounts.controller.js';
import { ReportSources } from './answers/report-sources.js';
import { AuditController } from './audit.controller.js';
import { CorrectBooks } from './corrections/correct-books.js';
import { CorrectionsController } from './corrections/corrections.controller.js';
import { EntriesController } from './entries.controller.js';
import { LedgerController } from './ledger.controller.js';
import { PeriodsController } from './periods.controller.js';
import { ReportsController } from './reports.controller.js';
import { StaffNames } from './staff-names.js';
import { StatementsController } from './statements.controller.js';

@Module({
  imports: [LedgerModule],
  controllers: [
    ReportsController,
    AccountsController,
    StatementsController,
    EntriesController,
    PeriodsController,
    CorrectionsController,
    AuditController,
    LedgerController,
  ],
  providers: [ReportSources, StaffNames, CorrectBooks],
})
export class FinanceModule {}
