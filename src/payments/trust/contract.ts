// Shapes of limits, checks, confirmations and trusted contacts on the wire.
import type { MoneyView } from '../../shared/contract.js';
import type { Tier } from '../../shared/limits-config.js';
import type { PaymentParty } from '../contract.js';

/** What remains of a window that moves on with the clock. */
export interface WindowView {
  limit: string;
  left: string;
}

/** `GET /v1/limits`: how much the viewer may send. */
export interface LimitsView {
  tier: Tier;
  /** What leads to more: to the tier above, or back to one's own while cooling off; null when nothing does. */
  next: { tier: Tier; step: string } | null;
  currencies: CurrencyLimits[];
}

export interface CurrencyLimits {
  currency: string;
  perPayment: string;
  day: WindowView;
  week: WindowView;
  /** 30 days. */
  month: WindowView;
  /** The most the next payment may carry. */
  most: string;
}

/** Body of `POST /v1/payments/check`: what is about to be sent. It moves nothing. */
export interface PaymentCheckBody {
  threadId: string;
  /** Needed in a group. */
  payeeId?: string;
  amount: MoneyView;
  funding: { source: 'balance' | 'card' };
}

/** `POST /v1/payments/check`. */
export interface PaymentCheckView {
  /** As they registered. */
  payee: PaymentParty;
  /** What the viewer has paid them before. */
  history: HistoryView;
  firstPayment: boolean;
  /** Somebody else the viewer knows whose name or handle looks the same. */
  looksLike: { name: string; handle: string } | null;
  /** Null unless a signal says so; each signal is named. */
  warning: { id: string; signals: { code: string; message: string }[] } | null;
  fee: MoneyView;
  /** From the balance at once; from a card when its bank has said yes, mostly within seconds. */
  arrives: 'at_once' | 'when_card_pays';
  /** For how long it can be undone by the viewer's setting; 0 is not at all. */
  undoSeconds: number;
  /** The payee accepts it before it is theirs. */
  toAccept: boolean;
  /** Who must agree before it is sent, as a trusted contact; null when nobody must. */
  agreement: { contact: PaymentParty } | null;
  /** What must be proven before it is sent; null when nothing must be. */
  confirmation: ConfirmationAsked | null;
  /** Why it could not be made now; null when nothing is known against it. */
  obstacle: { code: string; message: string } | null;
}

/** Prove it at `POST /v1/confirmations/:id/pin` or `…/passkey`, then send its id along. */
export interface ConfirmationAsked {
  /** It is a large amount, or the first payment to this person. */
  reason: 'amount' | 'first';
  /** `cnf_…` */
  id: string;
  /** Empty when the viewer has set up neither. */
  methods: ('passkey' | 'pin')[];
  /** WebAuthn's request options, as JSON; null without a passkey. */
  passkey: object | null;
  expiresAt: string;
}

/** `GET /v1/payments/with/:personId`: what the viewer has paid somebody before. */
export interface HistoryView {
  count: number;
  since: string | null;
  last: string | null;
}

/** Body of `POST /v1/payments/warnings/:id/answer`. */
export interface WarningAnswerBody {
  answer: 'went_on' | 'turned_back' | 'cooled_off';
}

/** `GET /v1/risk/warnings-shown`: what payers were warned of in the last 30 days, and what they did. */
export interface ShownWarningsView {
  days: number;
  warnings: {
    code: string;
    shown: number;
    wentOn: number;
    turnedBack: number;
    cooledOff: number;
  }[];
}
