// Shapes of hosts, their keys and their webhooks on the wire.
import type { MoneyView } from '../shared/contract.js';

/** What a key may be used for. A key reads and is told; it never moves money: only a person confirms. */
export type Scope = 'payments:read' | 'threads:read' | 'receipts:read' | 'webhooks:manage';

export interface HostView {
  /** `hst_…` */
  id: string;
  name: string;
  createdAt: string;
}

export interface ApiKeyView {
  /** `apk_…` */
  id: string;
  hostId: string;
  /** The beginning of the key, by which people recognise it. */
  hint: string;
  scopes: Scope[];
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
}

/** The only answer that ever holds the key itself. */
export interface NewApiKeyView extends ApiKeyView {
  key: string;
}

/** A payment as a host sees it: ids, money and state, and nothing that a person wrote. */
export interface HostPaymentView {
  id: string;
  threadId: string;
  payerId: string;
  payeeId: string;
  amount: MoneyView;
  state: string;
  refunded: string | null;
  dispute: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface HostPaymentPage {
  payments: HostPaymentView[];
  next: string | null;
}

export type WebhookEventType =
  | 'payment.completed'
  | 'payment.held'
  | 'payment.failed'
  | 'payment.returned'
  | 'payment.refunded'
  | 'payment.disputed';

/** What is posted to an endpoint, signed. */
export interface WebhookEvent {
  /** `evt_…`: the same at every repetition, and in the order of their making. */
  id: string;
  type: WebhookEventType;
  createdAt: string;
  data: { payment: Omit<HostPaymentView, 'threadId'> };
}

export interface WebhookEndpointView {
  /** `whe_…` */
  id: string;
  hostId: string;
  url: string;
  events: WebhookEventType[];
  state: 'enabled' | 'disabled';
  /** Until when the secret before this one signs too. */
  previousSecretUntil: string | null;
  /** Deliveries that failed in a row, and until when it is left alone for that. */
  failures: number;
  openUntil: string | null;
  waiting: number;
  dead: number;
  createdAt: string;
}

/** Answers with the secret; it can be asked for again only by making a new one. */
export interface NewSecretView {
  endpoint: WebhookEndpointView;
  secret: string;
}

export interface WebhookDeliveryView {
  eventId: string;
  type: WebhookEventType;
  paymentId: string;
  state: 'pending' | 'delivered' | 'dead';
  attempts: { at: string; ms: number; status: number | null; error: string | null }[];
  /** When it is tried again; null when it is not. */
  nextAt: string | null;
  createdAt: string;
}

export interface WebhookDeliveryPage {
  deliveries: WebhookDeliveryView[];
  next: string | null;
}
