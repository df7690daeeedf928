import { Module } from '@nestjs/common';
import { AccountLimits } from './account-limits.js';
import { Corrections } from './postings/corrections.js';
import { Ledger } from './ledger.js';
import { Postings } from './postings/postings.js';

@Module({
  providers: [Ledger, Postings, Corrections, AccountLimits],
  exports: [Ledger, Postings, Corrections, AccountLimits],
})
export class LedgerModule {}
