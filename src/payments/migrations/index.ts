// The migrations of payments; see those of the ledger for when they run.
import { Payments1764000005000 } from './1764000005000-payments.js';
import { Processor1764000009000 } from './1764000009000-processor.js';

export const PAYMENT_MIGRATIONS = [Payments1764000005000, Processor1764000009000];
