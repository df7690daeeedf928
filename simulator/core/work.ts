// One request's unit of work: what it read, what it changed, which events it raised. Nothing is
// visible to others until it is committed in one piece, and a request that throws leaves no trace.
// Objects come out as copies, so a handler may change them freely and put them back. A work sees one
// account; `inAccount` opens the same piece of work on another, for money that moves between two.
import Stripe from 'stripe';
import type { Clock } from './clock.js';
import { newId } from './ids.js';
import { PLATFORM, type Change } from './journal.js';
import type { Kind, Kinds } from './kinds.js';
import { AccountView, type Store } from './store.js';

/** Which request caused the work; echoed in its events. */
export interface Cause {
  id: string | null;
  idempotency_key: string | null;
}

/** What every work of a running simulator is made from. */
export interface WorkBase {
  store: Store;
  clock: Clock;
  cause: Cause;
  /** How many webhook endpoints the events of an account go to. */
  endpoints(account: string): number;
}

type EventObject<T extends Stripe.Event['type']> = Extract<
  Stripe.Event,
  { type: T }
>['data']['object'];

/** What the works of several accounts have in common. */
class Pool {
  readonly changes = new Map<string, Change>();
  readonly raised: Stripe.Event[] = [];
}

export class Work {
  /** What the account owned before this work began. */
  readonly store: AccountView;

  constructor(
    private readonly base: WorkBase,
    /** The account that this work sees; empty for the platform. */
    readonly account = PLATFORM,
    private readonly pool = new Pool(),
  ) {
    this.store = new AccountView(base.store, account);
  }

  /** The same piece of work, seeing another account. */
  inAccount(account: string): Work {
    return new Work(this.base, account, this.pool);
  }

  /** The same piece of work, seeing the platform. */
  platform(): Work {
    return this.inAccount(PLATFORM);
  }

  get isPlatform(): boolean {
    return this.account === PLATFORM;
  }

  now(): number {
    return this.base.clock.now();
  }

  /** A copy of an object, own changes included. */
  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const own = this.pool.changes.get(this.keyOf(kind, id));
    if (own?.[3] === 'removed') return undefined;
    const found = (own?.[1] as Kinds[K] | undefined) ?? this.store.get(kind, id);
    return found === undefined ? undefined : structuredClone(found);
  }

  /** Every object of a kind, oldest first, own changes included. Not copies: change nothing. */
  all<K extends Kind>(kind: K): Kinds[K][] {
    const found = new Map<string, Kinds[K]>();
    for (const each of this.store.all(kind)) found.set(each.id, each);
    for (const [changed, value, account, removed] of this.pool.changes.values()) {
      if (changed !== kind || account !== this.account) continue;
      if (removed === 'removed') found.delete(value.id);
      else found.set(value.id, value as Kinds[K]);
    }
    return [...found.values()];
  }

  /** Records a new or changed object. */
  put<K extends Kind>(kind: K, value: Kinds[K]): void {
    const change = [kind, structuredClone(value), this.account] as unknown as Change;
    this.pool.changes.set(this.keyOf(kind, value.id), change);
  }

  /** Records that an object is gone; removing what is not there changes nothing. */
  remove(kind: Kind, id: string): void {
    const change = [kind, { id }, this.account, 'removed'] as unknown as Change;
    this.pool.changes.set(this.keyOf(kind, id), change);
  }

  /**
   * Raises an event that carries `object` as it is at this moment; `before` holds the former values
   * of what an update changed.
   */
  emit<T extends Stripe.Event['type']>(
    type: T,
    object: EventObject<T>,
    before?: Record<string, unknown>,
  ): void {
    const event = {
      id: newId('evt'),
      object: 'event',
      ...(this.account === PLATFORM ? {} : { account: this.account }),
      api_version: Stripe.API_VERSION,
      created: this.now(),
      data: {
        object: structuredClone(object),
        ...(before === undefined ? {} : { previous_attributes: structuredClone(before) }),
      },
      livemode: false,
      pending_webhooks: this.base.endpoints(this.account),
      request: this.base.cause,
      type,
    } as unknown as Stripe.Event;
    this.pool.raised.push(event);
    this.put('event', event);
  }

  /** Whether there is anything to make real. */
  get changed(): boolean {
    return this.pool.changes.size > 0;
  }

  /** Makes the work real, on every account it touched, and returns the events to deliver. */
  commit(): readonly Stripe.Event[] {
    this.base.store.apply([...this.pool.changes.values()]);
    this.pool.changes.clear();
    return this.pool.raised.splice(0);
  }

  private keyOf(kind: Kind, id: string): string {
    return `${this.account} ${kind}:${id}`;
  }
}
