import { Module } from '@nestjs/common';
import { Cases } from './cases.js';
import { Fraud } from './fraud.js';
import { ReportedPayments } from './reported-payments.js';
import { ShownWarnings } from './shown-warnings.js';

@Module({
  providers: [Fraud, Cases, ShownWarnings, ReportedPayments],
  exports: [Fraud, Cases, ShownWarnings, ReportedPayments],
})
export class FraudModule {}
