// Delivers events to the application's webhook: after the response that caused them, a few at a
// time, in no promised order, and again with growing pauses while the answer is not a 2xx. An event
// not yet delivered stays marked so, and is delivered again after a restart. Tests may hold, drop or
// duplicate events here.
import type Stripe from 'stripe';
import type { Store } from '../core/store.js';
import type { Settings } from '../settings.js';
import { signatureHeader } from './sign.js';

export const WEBHOOK_MODES = ['auto', 'hold', 'drop', 'duplicate'] as const;
export type WebhookMode = (typeof WEBHOOK_MODES)[number];

/** How often one event is tried before it is given up. */
const ATTEMPTS = 8;
const LONGEST_PAUSE_MS = 60_000;
const TIMEOUT_MS = 10_000;
const AT_ONCE = 8;

interface Delivery {
  event: Stripe.Event;
  attempt: number;
}

export class Deliveries {
  private mode: WebhookMode = 'auto';
  private url: string | null;
  private readonly waiting: Delivery[] = [];
  private readonly held: Stripe.Event[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly stopped = new AbortController();
  private active = 0;

  constructor(
    private readonly settings: Settings,
    private readonly store: Store,
  ) {
    this.url = settings.webhookUrl;
  }

  /** Whether events have somewhere to go. */
  configured(): boolean {
    return this.url !== null;
  }

  setUrl(url: string | null): void {
    this.url = url;
  }

  setMode(mode: WebhookMode): void {
    this.mode = mode;
  }

  /** Takes new events; they leave after the current response. */
  enqueue(events: readonly Stripe.Event[]): void {
    if (!this.configured() || this.mode === 'drop') return;
    if (this.mode === 'hold') {
      this.held.push(...events);
      return;
    }
    const twice = this.mode === 'duplicate' ? events : [];
    for (const event of [...events, ...twice]) this.waiting.push({ event, attempt: 1 });
    setImmediate(() => {
      this.pump();
    });
  }

  /** Sends what was held, oldest first; returns how many. The mode stays. */
  release(): number {
    const events = this.held.splice(0);
    for (const event of events) this.waiting.push({ event, attempt: 1 });
    this.pump();
    return events.length;
  }

  /** Takes up the events that a former run did not deliver. */
  resume(): void {
    this.enqueue([...this.store.all('event')].filter((event) => event.pending_webhooks > 0));
  }

  stop(): void {
    this.stopped.abort();
    this.timers.forEach(clearTimeout);
    this.timers.clear();
    this.waiting.length = 0;
  }

  private pump(): void {
    while (this.active < AT_ONCE && !this.stopped.signal.aborted) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.active += 1;
      void this.deliver(next).finally(() => {
        this.active -= 1;
        this.pump();
      });
    }
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const accepted = await this.post(delivery.event);
    if (this.stopped.signal.aborted) return;
    if (accepted) {
      this.store.apply([['event', { ...delivery.event, pending_webhooks: 0 }]]);
    } else if (delivery.attempt < ATTEMPTS) {
      this.retryLater(delivery);
    }
  }

  private retryLater({ event, attempt }: Delivery): void {
    const pause = Math.min(this.settings.webhookBackoffMs * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.waiting.push({ event, attempt: attempt + 1 });
      this.pump();
    }, pause);
    this.timers.add(timer);
  }

  private async post(event: Stripe.Event): Promise<boolean> {
    if (this.url === null) return false;
    const body = JSON.stringify(event, null, 2);
    const seconds = Math.floor(Date.now() / 1000);
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (simulator)',
          'stripe-signature': signatureHeader(body, this.settings.webhookSecret, seconds),
        },
        signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      // Refused, cut or too slow: the receiver is not there now, so it is asked again later.
      return false;
    }
  }
}
