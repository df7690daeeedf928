// Shapes of the processor's events and movements, for finance, on the wire.
import type { MoneyView } from '../../shared/contract.js';

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
