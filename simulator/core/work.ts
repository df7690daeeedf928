// One request's unit of work: what it read, what it changed, which events it raised. Nothing is
// visible to others until it is committed in one piece, and a request that throws leaves no trace.
// Objects come out as copies, so a handler may change them freely and put them back.
import Stripe from 'stripe';
import type { Clock } from './clock.js';
import { newId } from './ids.js';
import type { Change } from './journal.js';
import type { Kind, Kinds } from './kinds.js';
import type { Store } from './store.js';

/** Which request caused the work; echoed in its events. */
export interface Cause {
  id: string | null;
  idempotency_key: string | null;
}

type EventObject<T extends Stripe.Event['type']> = Extract<
  Stripe.Event,
  { type: T }
>['data']['object'];

export class Work {
  private readonly changes = new Map<string, Change>();
  private readonly raised: Stripe.Event[] = [];

  constructor(
    readonly store: Store,
    private readonly clock: Clock,
    private readonly cause: Cause,
    private readonly webhooks: boolean,
  ) {}

  now(): number {
    return this.clock.now();
  }

  /** A copy of an object, own changes included. */
  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const own = this.changes.get(`${kind}:${id}`)?.[1] as Kinds[K] | undefined;
    const found = own ?? this.store.get(kind, id);
    return found === undefined ? undefined : structuredClone(found);
  }

  /** Records a new or changed object. */
  put<K extends Kind>(kind: K, value: Kinds[K]): void {
    this.changes.set(`${kind}:${value.id}`, [kind, structuredClone(value)] as unknown as Change);
  }

  /** Raises an event that carries `object` as it is at this moment. */
  emit<T extends Stripe.Event['type']>(type: T, object: EventObject<T>): void {
    const event = {
      id: newId('evt'),
      object: 'event',
      api_version: Stripe.API_VERSION,
      created: this.now(),
      data: { object: structuredClone(object) },
      livemode: false,
      pending_webhooks: this.webhooks ? 1 : 0,
      request: this.cause,
      type,
    } as unknown as Stripe.Event;
    this.raised.push(event);
    this.put('event', event);
  }

  /** Makes the work real and returns the events to deliver. */
  commit(): readonly Stripe.Event[] {
    this.store.apply([...this.changes.values()]);
    this.changes.clear();
    return this.raised.splice(0);
  }
}
