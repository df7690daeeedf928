export { audit } from './audit.js';
export { FinanceModule } from './finance.module.js';
export { Readers1764000007500 } from './migrations/1764000007500-readers.js';
export { Finance1764000008000 } from './migrations/1764000008000-finance.js';
