export { PAYMENT_CHECKS } from './checks.js';
export { PAYMENT_MIGRATIONS } from './migrations/index.js';
export { PaymentsModule } from './payments.module.js';
