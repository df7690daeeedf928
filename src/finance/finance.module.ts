import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { FinanceController } from './finance.controller.js';
import { LedgerController } from './ledger.controller.js';

@Module({ imports: [LedgerModule], controllers: [FinanceController, LedgerController] })
export class FinanceModule {}
