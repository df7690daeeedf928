export { audit } from './audit.js';
export { FinanceModule } from './finance.module.js';
export { FINANCE_MIGRATIONS } from './migrations/index.js';
