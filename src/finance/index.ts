export { audit } from './audit.js';
export { FinanceModule } from './finance.module.js';
