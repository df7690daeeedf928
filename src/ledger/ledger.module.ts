import { Module } from '@nestjs/common';
import { AccountLimits } from './account-limits.js';
import { Corrections } from './postings/corrections.js';
import { HoldKeeper } from './hold-keeper.js';
import { Ledger } from './ledger.js';
import { Postings } from './postings/postings.js';
import { Balances } from './seals/balances.js';
import { Receipts } from './seals/receipts.js';
import { Sealer } from './seals/sealer.js';
import { Signer } from './seals/signer.js';

const SEALS = [Signer, Sealer, Balances, Receipts];

@Module({
  providers: [Ledger, HoldKeeper, Postings, Corrections, AccountLimits, ...SEALS],
  exports: [Ledger, Postings, Corrections, AccountLimits, ...SEALS],
})
export class LedgerModule {}
