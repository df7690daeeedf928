export { audit } from './audit.js';
export { FinanceModule } from './finance.module.js';
export { Readers1764000007500 } from './migrations/1764000007500-readers.js';
