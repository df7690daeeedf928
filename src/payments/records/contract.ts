// Shapes of receipts, activity and statements on the wire.
import type { PlaceView } from '../../ledger/contract.js';
import type { MoneyView } from '../../shared/contract.js';

/** What became of the money since it arrived. `taken_back`: by the payer's bank. */
export type ReceiptState =
  'completed' | 'partly_refunded' | 'refunded' | 'disputed' | 'taken_back';

/**
 * `GET /v1/receipts/:code`: what a receipt shows to anybody who has its code. No note, and no id of an
 * account, a card or a person.
 */
export interface PublicReceiptView {
  /** Four groups of five: `K7Q2M-…`. */
  code: string;
  /** As they registered. */
  payer: { name: string; handle: string };
  payee: { name: string; handle: string };
  amount: MoneyView;
  /** What it cost the payer beside it; null for nothing. */
  fee: MoneyView | null;
  completedAt: string;
  /** How it stands now. */
  state: ReceiptState;
  /** What was given back; null for nothing. */
  refunded: MoneyView | null;
  /** That the payment's entry stands in the books; `scripts/verify-ledger.mjs` checks it. */
  proof: PlaceView;
}

/** `GET /v1/payments/:id/receipt-code`, for the payer and the payee. */
export interface ReceiptCodeView {
  code: string;
  /** Where anybody can look at it. */
  url: string;
  receipt: PublicReceiptView;
}
