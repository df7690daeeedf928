import { Module } from '@nestjs/common';
import { AccountLimits } from './account-limits.js';
import { HoldKeeper } from './hold-keeper.js';
import { Ledger } from './ledger.js';
import { Periods } from './periods.js';
import { Corrections } from './postings/corrections.js';
import { GatheredPostings } from './postings/gathered-postings.js';
import { Postings } from './postings/postings.js';
import { AsOf } from './reports/as-of.js';
import { Balances } from './seals/balances.js';
import { Receipts } from './seals/receipts.js';
import { Sealer } from './seals/sealer.js';
import { Signer } from './seals/signer.js';

const POSTINGS = [Postings, GatheredPostings, Corrections];
const SEALS = [Signer, Sealer, Balances, Receipts];
const REPORTS = [AsOf, Periods];

@Module({
  providers: [Ledger, HoldKeeper, AccountLimits, ...POSTINGS, ...SEALS, ...REPORTS],
  exports: [Ledger, AccountLimits, ...POSTINGS, ...SEALS, ...REPORTS],
})
export class LedgerModule {}
