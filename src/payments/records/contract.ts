// Shapes of receipts, activity and statements on the wire.
import type { MoneyView } from '../../shared/contract.js';
import type { CashOutView } from '../cash-out/contract.js';
import type { PaymentView, RefundView } from '../contract.js';

/** What became of the money since it arrived. `taken_back`: by the payer's bank. */
export type ReceiptState = 'completed' | 'partly_refunded' | 'refunded' | 'disputed' | 'taken_back';

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
  proof: ReceiptProof;
}

/** The place of the payment's entry under a seal. Hashes are SHA-256 in hexadecimal. */
export interface ReceiptProof {
  format: 'tenner.place.v1';
  /** The receipt of the payer or the payee has the same, and says what it is of. */
  entryHash: string;
  position: number;
  path: string[];
  seal: {
    number: number;
    firstPosition: number;
    lastPosition: number;
    root: string;
    sealedAt: string;
    previousHash: string;
    hash: string;
    keyId: string;
    signature: string;
  };
  /** DER (SubjectPublicKeyInfo), base64. */
  publicKey: string;
}

/** `GET /v1/payments/:id/receipt-code`, for the payer and the payee. */
export interface ReceiptCodeView {
  code: string;
  /** Where anybody can look at it. */
  url: string;
  receipt: PublicReceiptView;
}

/** What somebody's money did. Of a refund the payment is told as well. */
export type ActivityItem = ActivityFacts &
  (
    | { kind: 'payment'; payment: PaymentView }
    | { kind: 'refund'; refund: RefundView; payment: PaymentView }
    | { kind: 'cash_out'; cashOut: CashOutView }
  );

export interface ActivityFacts {
  /** The payment's, the refund's or the cash-out's. */
  id: string;
  direction: 'in' | 'out';
  /** Of the viewer's balance right after it; null when it did not move the balance, or not yet. */
  balanceAfter: MoneyView | null;
}

/** `open`: not decided yet. `done`: the money is there. `failed`: it came to nothing. */
export type ActivityState = 'open' | 'done' | 'failed';

/** The query of `GET /v1/activity`; everything in it may be left out. */
export interface ActivityFilters {
  threadId?: string;
  /** The other side. */
  person?: string;
  direction?: 'in' | 'out';
  kind?: ActivityItem['kind'];
  state?: ActivityState;
  currency?: string;
  /** Decimal strings, both inclusive; with `currency`. */
  min?: string;
  max?: string;
  /** Times with their zone; `from` is inclusive, `to` is not. */
  from?: string;
  to?: string;
  /** Words of the note, or their beginnings. */
  q?: string;
}

/** `GET /v1/activity`: newest first; hand `next` back as `?before=`. */
export interface ActivityPage {
  items: ActivityItem[];
  next: string | null;
}
