export { type CaseState, Cases, type ReviewCase } from './cases.js';
export { FraudModule } from './fraud.module.js';
export { Fraud } from './fraud.js';
export type { Assessment, Judge } from './judge.js';
export { FRAUD_MIGRATIONS } from './migrations/index.js';
export { type PayeeFacts, type Warning, type WarningCode, warningsOf } from './payer-warnings.js';
export { ReportedPayments } from './reported-payments.js';
export type { Decision } from './rules.js';
export { ShownWarnings, WARNING_ANSWERS, type WarningAnswer } from './shown-warnings.js';
