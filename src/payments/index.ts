export { PAYMENT_CHECKS } from './checks.js';
export type { PaymentCard, PaymentView, SendMoneyBody } from './contract.js';
export { PAYMENT_MIGRATIONS } from './migrations/index.js';
export { PaymentsModule } from './payments.module.js';
