// Shapes of cash-outs and payout accounts on the wire.
import type { MoneyView } from '../../shared/contract.js';

/**
 * `GET /v1/payout-account`: where the person's money can be paid out.
 * - `none`          nothing was set up yet
 * - `needs_details` the processor has to know more: `due`
 * - `under_review`  the processor is looking at what it was told
 * - `ready`         money can be cashed out
 * - `restricted`    the processor does not pay out to this person
 */
export interface PayoutAccountView {
  state: 'none' | 'needs_details' | 'under_review' | 'ready' | 'restricted';
  /** What the processor still needs, in plain words; may name what is only due later. */
  due: string[];
  /** For example `Bank ••6789`. */
  destination: string | null;
  currency: string | null;
  /** Whether money can arrive there within minutes. */
  instant: boolean;
}

/** `POST /v1/payout-account/onboarding`: the processor's page where the person tells the rest. */
export interface OnboardingView {
  url: string;
}

export type CashOutMethod = 'standard' | 'instant';

/** Body of `POST /v1/cash-outs`; the header `Idempotency-Key` is required. */
export interface CashOutBody {
  amount: MoneyView;
  method: CashOutMethod;
}

/**
 * `POST /v1/cash-outs`, `GET /v1/cash-outs/:id`, `DELETE /v1/cash-outs/:id`. `paid` is the
 * processor's word: it is expected to have arrived, and may still come back as `failed`.
 */
export interface CashOutView {
  /** `csh_…` */
  id: string;
  /** What goes to the bank. */
  amount: MoneyView;
  /** What left the balance beside it, in the same currency. */
  fee: string;
  method: CashOutMethod;
  state: 'requested' | 'in_transit' | 'paid' | 'failed' | 'cancelled';
  /** Where it goes, as it was when it was asked for. */
  destination: string;
  expectedOn: string | null;
  /** Why it failed; null unless it did. */
  reason: { code: string; message: string } | null;
  createdAt: string;
  updatedAt: string;
}

/** `GET /v1/cash-outs`: newest first; hand `next` back as `?before=`. */
export interface CashOutPage {
  cashOuts: CashOutView[];
  next: string | null;
}

export interface CashOutTerms {
  fee: string;
  /** Amount and fee. */
  total: string;
  expectedOn: string;
}

/** `GET /v1/cash-outs/quote?amount=&currency=`. */
export interface CashOutQuoteView {
  amount: MoneyView;
  standard: CashOutTerms;
  /** Null when it is not possible; `instantReason` says why. */
  instant: CashOutTerms | null;
  instantReason: { code: string; message: string } | null;
}
