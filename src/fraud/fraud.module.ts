import { Module } from '@nestjs/common';
import { Cases } from './cases.js';
import { Fraud } from './fraud.js';
import { ShownWarnings } from './shown-warnings.js';

@Module({ providers: [Fraud, Cases, ShownWarnings], exports: [Fraud, Cases, ShownWarnings] })
export class FraudModule {}
