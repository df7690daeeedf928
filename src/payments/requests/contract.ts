// Shapes of requests on the wire.
import type { MoneyView } from '../../shared/contract.js';
import type { PaymentParty } from '../contract.js';

/**
 * Where a request stands.
 * - `open`      it can be paid, in whole or in part
 * - `paid`      all of it was paid, or set off
 * - `declined`  the payer said no
 * - `cancelled` the requester took it back
 * - `expired`   its time has passed
 */
export type RequestState = 'open' | 'paid' | 'declined' | 'cancelled' | 'expired';

/** What both sides see in the thread (`CardView.data` of kind `request`). */
export interface RequestCard {
  requestId: string;
  /** Who asks, and would be paid. */
  requesterId: string;
  /** Who is asked. */
  payerId: string;
  amount: MoneyView;
  /** What has arrived of it. */
  paid: string;
  /** What was set off against what its requester owed its payer. */
  setOff: string;
  /** What can still be paid: neither arrived nor on its way. */
  left: string;
  note: string | null;
  state: RequestState;
  /** Goes up when the requester changes it; whoever pays names the one they saw. */
  revision: number;
  /** When the payer was last reminded; null for never. */
  remindedAt: string | null;
  expiresAt: string;
  updatedAt: string;
}

/** `POST /v1/requests`, `GET /v1/requests/:id`, and each of `GET /v1/requests`. */
export interface RequestView {
  /** `req_…` */
  id: string;
  threadId: string;
  /** The bill it is a share of; null for none. */
  splitId: string | null;
  requester: PaymentParty;
  payer: PaymentParty;
  amount: MoneyView;
  paid: string;
  setOff: string;
  left: string;
  note: string | null;
  state: RequestState;
  revision: number;
  /** How many reminders may still be sent. */
  remindersLeft: number;
  remindedAt: string | null;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
}

/** `GET /v1/requests`: newest first; hand `next` back as `?before=`. */
export interface RequestsPage {
  requests: RequestView[];
  next: string | null;
}
