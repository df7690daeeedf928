// Stripe's news: events by webhook and by list, and the list of balance transactions.
import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { EventRefused, type ProcessorEvent, ProcessorFeed } from '../feed.js';
import type { ProcessorMovement } from '../processor.js';
import { fromSeconds, isTooOld, StripeClient, toMovement } from './client.js';

const FUTURE_SKEW_SECONDS = 60;
const PAGE = 100;

@Injectable()
export class StripeFeed extends ProcessorFeed {
  constructor(private readonly client: StripeClient) {
    super();
  }

  readEvent(raw: Buffer, signature: string, receivedAt: Date): ProcessorEvent {
    const event = this.verified(raw, signature);
    // The package refuses what is too old, but accepts a stamp from the future.
    const stamp = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? NaN);
    if (!(stamp - receivedAt.getTime() / 1000 <= FUTURE_SKEW_SECONDS)) {
      throw new EventRefused('future', 'the signature is dated in the future');
    }
    if (event.livemode !== this.client.live) {
      throw new EventRefused('mode', 'test and live are never mixed');
    }
    return toEvent(event);
  }

  async eventsSince(since: Date, account?: string): Promise<ProcessorEvent[]> {
    const found = await this.client.call((stripe) =>
      stripe.events
        .list(
          { created: { gte: secondsOf(since) }, limit: PAGE },
          account === undefined ? {} : { stripeAccount: account },
        )
        .autoPagingToArray({ limit: 10_000 }),
    );
    return found.reverse().map(toEvent);
  }

  async movementsSince(since: Date): Promise<ProcessorMovement[]> {
    const found = await this.client.call((stripe) =>
      stripe.balanceTransactions
        .list({ created: { gte: secondsOf(since) }, limit: PAGE })
        .autoPagingToArray({ limit: 10_000 }),
    );
    return found.reverse().flatMap((movement) => toMovement(movement) ?? []);
  }

  private verified(raw: Buffer, signature: string): Stripe.Event {
    let event: Stripe.Event;
    try {
      event = this.client.readEvent(raw, signature);
    } catch (error) {
      const old = isTooOld(error);
      throw new EventRefused(
        old ? 'too_old' : 'signature',
        old ? 'the signature is too old' : 'the signature does not match',
        { cause: error },
      );
    }
    const shape: unknown = event;
    if (!isEvent(shape)) throw new EventRefused('malformed', 'this is not an event');
    return event;
  }
}

// What was signed is the processor's, but a thin event or a mistake of ours in configuration would
// not have what we read; it is refused rather than half understood.
function isEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type, data } = value as { id?: unknown; type?: unknown; data?: unknown };
  return typeof id === 'string' && typeof type === 'string' && typeof data === 'object';
}

function toEvent(event: Stripe.Event): ProcessorEvent {
  const object = event.data.object as { id?: string; object?: string };
  return {
    id: event.id,
    type: event.type,
    account: event.account,
    objectId: object.id,
    objectKind: object.object,
    object,
    occurredAt: fromSeconds(event.created),
    payload: event,
  };
}

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000);
