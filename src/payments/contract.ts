// Shapes of payments, wallets, cards and review cases on the wire.
import type { MoneyView } from '../shared/contract.js';
import type { ExchangeView } from './exchange/contract.js';
import type { ContestCard } from './returns/contract.js';

/**
 * Where a payment stands.
 * - `asking`     the payer's trusted contact is asked to agree, until `agreeBy`; nothing has moved
 * - `sending`    the payer may undo it until `sendsAt`; nothing is charged, a balance's money is set aside
 * - `undone`     the payer undid it; the payee never knew
 * - `funding`    the card is being charged, or the outcome is not known yet ("checking")
 * - `authenticating` the payer's bank wants to hear from the payer, until `authenticateBy`
 * - `held`       a rule asked for a review; the money is held and nothing has been charged for good
 * - `arriving`   it arrives at `arrivesAt`, and can be recalled until then
 * - `waiting`    the payee is to accept it until `expiresAt`
 * - `capturing`  released, or its time has come; the authorised card is being charged
 * - `cancelling` rejected, cancelled or recalled; the card's authorisation is being given back
 * - `completed`  the payee has the money
 * - `returned`   the payer has the money again; `returned` says why
 * - `failed`     the card or the trusted contact said no; nothing moved
 * - `rejected`   a reviewer said no; nothing moved
 */
export type PaymentState =
  | 'asking'
  | 'sending'
  | 'undone'
  | 'funding'
  | 'authenticating'
  | 'held'
  | 'arriving'
  | 'waiting'
  | 'capturing'
  | 'cancelling'
  | 'completed'
  | 'returned'
  | 'failed'
  | 'rejected';

/** Why a payment went back: by its payer, by its payee, by the clock, or because the payee cannot be paid. */
export type PaymentReturn = 'recalled' | 'cancelled' | 'declined' | 'expired' | 'undeliverable';

/** How the payer's bank disputes a payment: asked about it, took the money, or gave it up. */
export type PaymentDispute = 'inquiry' | 'open' | 'won' | 'lost';

/** What both sides see in the thread (`CardView.data` of kind `payment`). */
export interface PaymentCard {
  paymentId: string;
  payerId: string;
  payeeId: string;
  amount: MoneyView;
  note: string | null;
  state: PaymentState;
  /** Why it failed, in words for the payer; a failed payment's card is shown to the payer alone. */
  reason: { code: string; message: string } | null;
  /** Until when a review decides, while held. */
  reviewBy: string | null;
  /** Until when the payer may answer their bank, while authenticating. */
  authenticateBy: string | null;
  /** Until when the trusted contact may agree, while asking. */
  agreeBy: string | null;
  /** Until when it can be undone, while sending. */
  sendsAt: string | null;
  /** When it arrives, if the payer chose a time. */
  arrivesAt: string | null;
  /** Until when the payee may accept it; null when they need not. */
  expiresAt: string | null;
  /** Why it goes or went back; null when it does not. */
  returned: PaymentReturn | null;
  /** What of it was given back, or is on its way back; null for none. */
  refunded: string | null;
  dispute: PaymentDispute | null;
  /** What its two people contest about it; null while they do not. */
  contest: ContestCard | null;
  updatedAt: string;
}

export interface PaymentParty {
  id: string;
  name: string;
  handle: string;
}

/** `POST /v1/payments`, `GET /v1/payments/:id`, and payments in `GET /v1/activity`. */
export interface PaymentView {
  /** `pay_…` */
  id: string;
  threadId: string;
  payer: PaymentParty;
  payee: PaymentParty;
  amount: MoneyView;
  note: string | null;
  state: PaymentState;
  /** How it was paid, for the payer's eyes only; null for the payee. */
  funding:
    | { source: 'balance' }
    | { source: 'card'; brand: string; last4: string }
    | {
        /** The balance paid the one part, the card the other. */
        source: 'balance_first';
        fromBalance: MoneyView;
        fromCard: MoneyView;
        brand: string;
        last4: string;
      }
    | null;
  reason: { code: string; message: string } | null;
  reviewBy: string | null;
  authenticateBy: string | null;
  /** Whom the payer had to ask, for the payer's eyes only; null when nobody. */
  agreement: { contact: PaymentParty; by: string; agreedAt: string | null } | null;
  /** What it was exchanged from, in `GET /v1/payments/:id` and for the payer's eyes only. */
  exchange?: ExchangeView;
  /** Until when it can be undone, for the payer's eyes only. */
  sendsAt: string | null;
  arrivesAt: string | null;
  expiresAt: string | null;
  returned: PaymentReturn | null;
  refunded: string | null;
  dispute: PaymentDispute | null;
  createdAt: string;
  updatedAt: string;
}

/** `GET /v1/payments/:id/authentication`: what the browser needs to let the payer answer their bank. */
export interface AuthenticationView {
  clientSecret: string;
  authenticateBy: string;
}

/** For how long a payment can be undone; 0 is not at all. */
export type UndoSeconds = 0 | 10 | 15 | 30 | 60;

/** A request as it was seen by whoever settles it. */
export interface SettledRequest {
  requestId: string;
  revision: number;
  left: string;
}

/** Body of `POST /v1/payments`; the header `Idempotency-Key` is required. */
export interface SendMoneyBody {
  threadId: string;
  /** Needed in a group; in a direct thread it is the other participant. */
  payeeId?: string;
  amount: MoneyView;
  /** `balance_first`: what the balance has pays first, and the card the rest, if there is one. */
  funding: { source: 'balance' } | { source: 'card' | 'balance_first'; cardId: string };
  note?: string;
  /** The request it pays, as it was looked at. */
  request?: { id: string; revision: number };
  /** What it settles at once, from `GET /v1/threads/:id/between`; the amount is the difference. */
  settle?: SettledRequest[];
  /** The price it is made at, from `POST /v1/threads/:id/quotes`; `amount` is then what is sent. */
  quoteId?: string;
  /** For how long it can be undone; the payer's setting unless given. */
  undoSeconds?: UndoSeconds;
  /** When it is to arrive, instead of at once: after so long, or at a time within seven days. */
  delay?: '2h' | '24h';
  arrivesAt?: string;
  /** Where `POST /v1/payments/check` asked for one. */
  confirmationId?: string;
  /** What lets a payment that a reviewer wrongly rejected be sent again. */
  exemptionId?: string;
}

/** `GET /v1/wallet`. */
export interface WalletView {
  /** `owed`: what the person owes, and what comes in pays first. */
  balances: { currency: string; balance: string; held: string; available: string; owed: string }[];
}

/** `GET /v1/wallet/explanation`: newest first; hand `next` back as `?before=`. */
export interface WalletExplanationView {
  currency: string;
  balance: string;
  held: string;
  available: string;
  lines: {
    /** What happened, in words. */
    words: string;
    paymentId: string | null;
    occurredAt: string;
    /** With its sign. */
    change: string;
    /** The balance after it. */
    balance: string;
  }[];
  next: string | null;
  holds: {
    words: string;
    paymentId: string | null;
    amount: string;
    since: string;
    /** Null waits for somebody's word. */
    releasingAt: string | null;
  }[];
  /** What lines and holds do not explain: zero. */
  residue: { balance: string; held: string };
}

/** A refund of a payment, as those who may see the payment see it. */
export interface RefundView {
  /** `rfd_…` */
  id: string;
  paymentId: string;
  amount: MoneyView;
  /** `failed` back to a card: the money is in the payer's balance instead. */
  destination: 'card' | 'balance';
  state: 'requested' | 'pending' | 'succeeded' | 'failed' | 'withdrawn';
  reason: string;
  /** In the answer to who asked for it: what beside this went to the balance, where both had paid. */
  rest?: RefundView;
  createdAt: string;
  updatedAt: string;
}

/** Body of `POST /v1/payments/:id/refunds`; the header `Idempotency-Key` is required. */
export interface RefundBody {
  /** All that is left, unless given. */
  amount?: MoneyView;
  reason: string;
}

/** `GET /v1/risk/disputes`: those due soonest first. */
export interface DisputeView {
  /** `dsp_…` */
  id: string;
  payment: PaymentView;
  amount: MoneyView;
  /** The bank's reason, in words. */
  reason: string;
  /** `inquiry`: the bank only asks. `open`: it took the money. */
  state: 'inquiry' | 'open' | 'won' | 'lost' | 'prevented' | 'closed';
  /** What the processor took, and its fee. */
  withdrawn: string;
  fee: string;
  /** What was set aside of the payee's money. */
  held: string;
  dueBy: string | null;
  openedAt: string;
  closedAt: string | null;
  /** Null until somebody answered. */
  answeredAt: string | null;
}

/** `GET /v1/risk/disputes/:id`. */
export interface DisputeDetailView extends DisputeView {
  /** What is, or would be, said to the bank, by the fields of its form. */
  evidence: { field: string; label: string; text: string }[];
  answeredBy: string | null;
  refunds: RefundView[];
}

/** `GET /v1/risk/warnings`: a bank believes that a charge was fraud. */
export interface FraudWarningView {
  id: string;
  payment: PaymentView;
  /** In words. */
  fraudType: string;
  /** A refund still keeps it from becoming a dispute. */
  actionable: boolean;
  warnedAt: string;
}

/** `GET /v1/risk/cases`. */
export interface ReviewCaseView {
  /** `cas_…` */
  id: string;
  payment: PaymentView;
  openedAt: string;
  reviewBy: string;
  state: 'open' | 'released' | 'rejected';
  reasons: { rule: string; message: string }[];
  /** How many other people have saved the card that pays; null when no card does. */
  cardSharedWith: number | null;
  /** What was measured: a sentence and a value with its unit. */
  signals: { name: string; label: string; value: string }[];
  /** The reviewer's name; null when the clock or the processor ended it. */
  decidedBy: string | null;
  decidedAt: string | null;
  decisionReason: string | null;
}
