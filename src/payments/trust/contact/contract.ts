// Shapes of trusted contacts and of what they are asked, on the wire.
import type { MoneyView } from '../../../shared/contract.js';
import type { PaymentParty, PaymentState } from '../../contract.js';

/** `GET /v1/trusted-contact`. */
export interface TrustedContactView {
  /** Whom the viewer named; null when nobody. */
  mine: {
    contact: PaymentParty;
    /** `asked`: they have not said yes, and nothing is protected yet. */
    state: 'asked' | 'active';
    /** Payments of more than this wait for the contact; in other currencies, all do. */
    limit: MoneyView;
    /** What will change, and when; a limit of null is the end of it. */
    change: { limit: MoneyView | null; at: string } | null;
  } | null;
  /** Who named the viewer. */
  of: { person: PaymentParty; state: 'asked' | 'active' }[];
  /** How long a higher limit, or the end, waits before it counts. */
  coolingHours: number;
  /** How long a payment waits for the contact. */
  waitingHours: number;
}

/** Body of `PUT /v1/trusted-contact`. */
export interface NameContactBody {
  handle: string;
  limit: MoneyView;
}

/** Body of `PUT /v1/trusted-contact/limit`; a higher limit needs a confirmation. */
export interface ContactLimitBody {
  limit: MoneyView;
  confirmationId?: string;
}

/** `POST /v1/trusted-contact/confirmation`: prove it, then send its id along. */
export interface ContactConfirmationView {
  /** `cnf_…` */
  id: string;
  /** Empty when the viewer has set up neither. */
  methods: ('passkey' | 'pin')[];
  /** WebAuthn's request options, as JSON; null without a passkey. */
  passkey: object | null;
  expiresAt: string;
}

/** `GET /v1/agreements`: what waits for the viewer's word. The note is between payer and payee. */
export interface AgreementView {
  paymentId: string;
  payer: PaymentParty;
  payee: PaymentParty;
  amount: MoneyView;
  askedAt: string;
  /** Until when. */
  by: string;
}

/** `POST /v1/agreements/:paymentId/agree`, `…/decline`, `POST /v1/payments/:id/call-off`. */
export interface AgreementAnswer {
  paymentId: string;
  state: PaymentState;
  /** Why it came to nothing all the same. */
  failureCode: string | null;
}
