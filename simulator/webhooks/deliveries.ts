// Delivers events to the application's webhooks: after the response that caused them, a few at a
// time, in no promised order, and again with growing pauses while the answer is not a 2xx. An event
// not yet delivered stays marked so, and is delivered again after a restart. Tests may have events
// held, lost, doubled, shuffled, late or early (webhooks/plan.ts).
import type Stripe from 'stripe';
import { PLATFORM } from '../core/journal.js';
import type { Store } from '../core/store.js';
import type { Settings } from '../settings.js';
import { AUTO, modeFor, shuffled, type Plan } from './plan.js';
import { postEvent, type Endpoint, type SendMode } from './post.js';

/** How often one event is tried before it is given up. */
const ATTEMPTS = 8;
const LONGEST_PAUSE_MS = 60_000;
const AT_ONCE = 8;

interface Delivery {
  event: Stripe.Event;
  attempt: number;
}

export class Deliveries {
  private plan: Plan = AUTO;
  private url: string | null;
  private connectUrl: string | null;
  private readonly waiting: Delivery[] = [];
  private readonly held: Stripe.Event[] = [];
  private readonly batch: Stripe.Event[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly stopped = new AbortController();
  private active = 0;
  /** The end of the deliveries that must keep their order. */
  private lane: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: Settings,
    private readonly store: Store,
  ) {
    this.url = settings.webhookUrl;
    this.connectUrl = settings.connectWebhookUrl;
  }

  /** How many endpoints the events of an account go to. */
  endpoints(account: string): number {
    return this.endpointOf(account) === null ? 0 : 1;
  }

  setUrl(url: string | null): void {
    this.url = url;
  }

  setConnectUrl(url: string | null): void {
    this.connectUrl = url;
  }

  setPlan(plan: Plan): void {
    this.plan = plan;
  }

  /** What waits for `release`: events held, and those of a batch that is not full yet. */
  get pending(): readonly Stripe.Event[] {
    return [...this.held, ...this.batch];
  }

  /** How long an answer waits so that its events come first, in milliseconds. */
  answerDelay(): number {
    return this.plan.mode === 'early' ? this.plan.ms : 0;
  }

  /** Takes new events; unless told otherwise they leave after the current response. */
  enqueue(events: readonly Stripe.Event[]): void {
    for (const event of events) {
      if (this.endpointOf(event.account) !== null) this.take(event);
    }
    if (this.batch.length >= this.plan.size) this.flushBatch();
    setImmediate(() => {
      this.pump();
    });
  }

  /** Sends what was held, and an unfinished batch; returns how many. The mode stays. */
  release(): number {
    const events = this.held.splice(0);
    const count = events.length + this.batch.length;
    for (const event of events) this.waiting.push({ event, attempt: 1 });
    this.flushBatch();
    this.pump();
    return count;
  }

  /** Sends the held events of these ids one after the other, in this order; returns how many. */
  releaseInOrder(ids: readonly string[]): number {
    const chosen = ids.flatMap((id) => {
      const index = this.held.findIndex((each) => each.id === id);
      return index === -1 ? [] : this.held.splice(index, 1);
    });
    this.sendInOrder(chosen);
    return chosen.length;
  }

  /** Sends one event now, rightly or wrongly; returns the receiver's status, null for none. */
  async sendAs(event: object, account: string | undefined, mode: SendMode): Promise<number | null> {
    const endpoint = this.endpointOf(account);
    return endpoint === null ? null : postEvent(event, endpoint, this.stopped.signal, mode);
  }

  /** Takes up the events that a former run did not deliver. */
  resume(): void {
    for (const account of this.store.owners()) {
      const events = [...this.store.all('event', account)];
      this.enqueue(events.filter((event) => event.pending_webhooks > 0));
    }
  }

  stop(): void {
    this.stopped.abort();
    this.timers.forEach(clearTimeout);
    this.timers.clear();
    this.waiting.length = 0;
  }

  private endpointOf(account: string | undefined): Endpoint | null {
    const { webhookSecret, connectWebhookSecret } = this.settings;
    const connected = account !== undefined && account !== PLATFORM;
    const url = connected ? (this.connectUrl ?? this.url) : this.url;
    const secret = connected ? (connectWebhookSecret ?? webhookSecret) : webhookSecret;
    return url === null ? null : { url, secret };
  }

  private take(event: Stripe.Event): void {
    const send = (): void => {
      this.waiting.push({ event, attempt: 1 });
    };
    switch (modeFor(this.plan, event)) {
      case 'drop':
        break;
      case 'hold':
        this.held.push(event);
        break;
      case 'reorder':
        this.batch.push(event);
        break;
      case 'duplicate':
        send();
        send();
        break;
      case 'delay':
        this.after(this.plan.ms, send);
        break;
      case 'auto':
      case 'early':
        send();
    }
  }

  private flushBatch(): void {
    this.sendInOrder(shuffled(this.batch.splice(0), this.plan.seed));
  }

  private sendInOrder(events: readonly Stripe.Event[]): void {
    for (const event of events) {
      this.lane = this.lane.then(() => this.deliver({ event, attempt: 1 }));
    }
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
    const { event, attempt } = delivery;
    const status = await this.sendAs(event, event.account, 'again');
    if (this.stopped.signal.aborted) return;
    if (status !== null && status >= 200 && status < 300) {
      const delivered = { ...event, pending_webhooks: 0 };
      this.store.apply([['event', delivered, event.account ?? PLATFORM]]);
    } else if (attempt < ATTEMPTS) {
      const pause = Math.min(this.settings.webhookBackoffMs * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      this.after(pause, () => this.waiting.push({ event, attempt: attempt + 1 }));
    }
  }

  private after(ms: number, happen: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      happen();
      this.pump();
    }, ms);
    this.timers.add(timer);
  }
}
