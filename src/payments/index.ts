export { Cards } from './cards/cards.js';
export { PAYMENT_CHECKS } from './checks.js';
export type { PaymentCard, PaymentView, SendMoneyBody } from './contract.js';
export { PAYMENT_MIGRATIONS } from './migrations/index.js';
export type { Payment } from './payment/payment.js';
export { type PaymentChange, PaymentNews } from './payment/payment-news.js';
export { PaymentReceipt } from './records/payment-receipt.js';
export { Sweeper } from './sweep/sweeper.js';
export { PaymentsModule } from './payments.module.js';
