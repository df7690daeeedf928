export { PAYMENT_CHECKS } from './checks.js';
export { Payments1764000005000 } from './migrations/1764000005000-payments.js';
export { Processor1764000009000 } from './migrations/1764000009000-processor.js';
export { PaymentsModule } from './payments.module.js';
