// Shapes of gifts on the wire.
import type { MoneyView } from '../../shared/contract.js';
import type { ConfirmationAsked } from '../trust/contract.js';
import type { PaymentParty } from '../contract.js';

/**
 * How a gift is divided into its parts.
 * - `equally` what does not divide is one unit more for some of them
 * - `luck`    each part is drawn
 */
export type GiftWay = 'equally' | 'luck';

/** `ended` when every part was opened, or its time is over. */
export type GiftState = 'open' | 'ended';

/** `POST /v1/threads/:id/gifts/check`. */
export interface GiftCheckBody {
  amount: MoneyView;
  way: GiftWay;
  /** Into how many parts; at most one for each other member. */
  count: number;
}

/** `POST /v1/threads/:id/gifts`; the header `Idempotency-Key` is required. */
export interface GiftBody extends GiftCheckBody {
  note?: string;
  /** What it was confirmed by, when the check asked for that. */
  confirmationId?: string;
}

/** `POST /v1/threads/:id/gifts/check`: what is needed before it can be given. Nothing is made. */
export interface GiftCheckView {
  /** How many people could open a part. */
  others: number;
  confirmation: ConfirmationAsked | null;
}

/** Who got what, in the order in which it was opened. */
export interface GiftResult {
  personId: string;
  amount: string;
  luckiest: boolean;
}

/**
 * All that is needed to check a draw, once it has ended; `scripts/check-gift.mjs` does. Amounts are
 * minor units.
 */
export interface GiftProof {
  format: 'tenner.gift.v1';
  giftId: string;
  way: GiftWay;
  total: string;
  currency: string;
  count: number;
  /** SHA-256, in hexadecimal, over the seed and then the terms; on the card from the beginning. */
  commitment: string;
  /** Thirty-two bytes in hexadecimal. */
  seed: string;
  /** Every part, in the order in which they were to be opened. */
  parts: string[];
}

/** What everybody whom it concerns sees in the thread (`CardView.data` of kind `gift`). */
export interface GiftCard {
  giftId: string;
  giverId: string;
  total: MoneyView;
  way: GiftWay;
  count: number;
  opened: number;
  state: GiftState;
  /** Null once its giver has left for good, too. */
  note: string | null;
  commitment: string;
  endsAt: string;
  /** Null until it has ended. */
  results: GiftResult[] | null;
  /** What nobody opened and the giver has again; null until it has ended. */
  returned: string | null;
  updatedAt: string;
}

export interface GiftResultView extends Omit<GiftResult, 'personId'> {
  person: PaymentParty;
}

/** `POST /v1/threads/:id/gifts`, `GET /v1/gifts/:id`, `POST /v1/gifts/:id/open`. */
export interface GiftView extends Omit<GiftCard, 'giftId' | 'giverId' | 'results'> {
  /** `gft_…` */
  id: string;
  threadId: string;
  giver: PaymentParty;
  /** What the viewer got; null when they have opened nothing. */
  mine: string | null;
  /** Whether the viewer could open a part now. */
  canOpen: boolean;
  results: GiftResultView[] | null;
  proof: GiftProof | null;
  createdAt: string;
}
