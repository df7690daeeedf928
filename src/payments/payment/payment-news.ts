// Whoever wants to know what becomes of payments. Told inside the transaction that changes them, so
// that no change goes untold and none is told that did not happen.
import type { Tx } from '../../shared/database.js';
import type { Payment } from './payment.js';

/** A payment as it is now. */
export interface PaymentChange {
  readonly payment: Payment;
  /** What changed: it came into its state, money of it was given back, or how it is disputed. */
  readonly what: 'state' | 'refunded' | 'dispute';
}

export abstract class PaymentNews {
  /** Takes the changes in. Writes only; whoever is far away is told after the commit. */
  abstract publish(tx: Tx, changes: readonly PaymentChange[]): Promise<void>;
}
