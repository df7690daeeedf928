export { type CaseState, Cases, type ReviewCase } from './cases.js';
export { FraudModule } from './fraud.module.js';
export { Fraud } from './fraud.js';
export type { Judge } from './judge.js';
export { Fraud1764000003000 } from './migrations/1764000003000-fraud.js';
