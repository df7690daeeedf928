// Shapes of what a person chose about their payments, on the wire.
import type { UndoSeconds } from '../contract.js';

/** `GET /v1/payment-settings`, and the body of `PUT`. */
export interface PaymentSettingsView {
  /** For how long my payments can be undone; 0 is not at all. */
  undoSeconds: UndoSeconds;
  /** I am asked before a payment to me is mine. */
  acceptEach: boolean;
}
