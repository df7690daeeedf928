// Shapes of payments, wallets, cards and review cases on the wire.
import type { MoneyView } from '../shared/contract.js';
import type { ContestCard } from './returns/contract.js';

/**
 * Where a payment stands.
 * - `asking`     the payer's trusted contact is asked to agree, until `agreeBy`; nothing has moved
 * - `funding`    the card is being charged, or the outcome is not known yet ("checking")
 * - `authenticating` the payer's bank wants to hear from the payer, until `authenticateBy`
 * - `held`       a rule asked for a review; the money is held and nothing has been charged for good
 * - `capturing`  released by a reviewer; the authorised card is being charged
 * - `cancelling` rejected by a reviewer; the card's authorisation is being given back
 * - `completed`  the payee has the money
 * - `failed`     the card or the trusted contact said no; nothing moved
 * - `rejected`   a reviewer said no; nothing moved
 */
export type PaymentState =
  | 'asking'
  | 'funding'
  | 'authenticating'
  | 'held'
  | 'capturing'
  | 'cancelling'
  | 'completed'
  | 'failed'
  | 'rejected';

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
  funding: { source: 'balance' } | { source: 'card'; brand: string; last4: string } | null;
  reason: { code: string; message: string } | null;
  reviewBy: string | null;
  authenticateBy: string | null;
  /** Whom the payer had to ask, for the payer's eyes only; null when nobody. */
  agreement: { contact: PaymentParty; by: string; agreedAt: string | null } | null;
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

/** Body of `POST /v1/payments`; the header `Idempotency-Key` is required. */
export interface SendMoneyBody {
  threadId: string;
  /** Needed in a group; in a direct thread it is the other participant. */
  payeeId?: string;
  amount: MoneyView;
  funding: { source: 'balance' } | { source: 'card'; cardId: string };
  note?: string;
  /** The request it pays, as it was looked at. */
  request?: { id: string; revision: number };
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

/** One of the processor's events, for finance. */
export interface ProcessorEventView {
  id: string;
  type: string;
  /** `duplicate`: another event said the same. `dead`: given up until somebody replays it. */
  state: 'waiting' | 'applied' | 'ignored' | 'duplicate' | 'dead';
  /** The connected account it happened on; null is our own. */
  account: string | null;
  objectId: string | null;
  foundBy: 'webhook' | 'listing';
  attempts: number;
  lastError: string | null;
  occurredAt: string | null;
  receivedAt: string;
  appliedAt: string | null;
  nextAt: string | null;
}

/** `GET /v1/finance/events`. */
export interface ProcessorEventsPage {
  events: ProcessorEventView[];
  next: string | null;
  counts: { state: ProcessorEventView['state']; count: number }[];
  /** Events that were not accepted: forged, altered, too old, from the future, of another account… */
  refused: { reason: string; count: number; lastAt: string }[];
}

/** `POST /v1/finance/events/replay` and `…/:id/replay`. */
export interface ReplayView {
  replayed: number;
}

/** `GET /v1/finance/breaks`: a movement at the processor that nobody can explain. */
export interface BreakView {
  movementId: string;
  type: string;
  source: string | null;
  net: MoneyView;
  why: string;
  occurredAt: string;
  openedAt: string;
  closedAt: string | null;
  resolution: string | null;
}

/** A saved card: a token at the processor and what a person may see of it. */
export interface SavedCardView {
  /** `crd_…` */
  id: string;
  brand: string;
  last4: string;
  expiryMonth: number;
  expiryYear: number;
  /** `debit`, `credit`, `prepaid` or `unknown`. */
  funding: string;
  country: string | null;
  /** The one that is offered first. */
  isDefault: boolean;
  expired: boolean;
}

/** `POST /v1/cards/setup`: what the browser needs to hand a card to the processor. */
export interface CardSetupView {
  setupIntentId: string;
  clientSecret: string;
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
