// The migrations of fraud; see those of the ledger for when they run.
import { Fraud1764000003000 } from './1764000003000-fraud.js';
import { ShownWarnings1764000013200 } from './1764000013200-shown-warnings.js';
import { ReportedPayments1764000017210 } from './1764000017210-reported-payments.js';

export const FRAUD_MIGRATIONS = [
  Fraud1764000003000,
  ShownWarnings1764000013200,
  ReportedPayments1764000017210,
];
