import { Module } from '@nestjs/common';
import { Cases } from './cases.js';
import { Fraud } from './fraud.js';

@Module({ providers: [Fraud, Cases], exports: [Fraud, Cases] })
export class FraudModule {}
