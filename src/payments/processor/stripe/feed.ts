// Stripe's news: events by webhook and by list, and the list of balance transactions.
import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { EventRefused, type ProcessorEvent, ProcessorFeed } from '../feed.js';
import type { ProcessorMovement } from '../processor.js';
import { fromSeconds, isTooOld, StripeClient, toMovement } from './client.js';

const FUTURE_SKEW_SECONDS = 60;
const PAGE = 100;
const SPAN_MAX = 1000;

/** From a second on, and up to another one. */
interface Span {
  readonly gte: number;
  readonly lt?: number;
}

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
    const options = account === undefined ? {} : { stripeAccount: account };
    const found = await inSpan({ gte: secondsOf(since) }, (created) =>
      this.client.call((stripe) =>
        stripe.events
          .list({ created, limit: PAGE }, options)
          .autoPagingToArray({ limit: SPAN_MAX }),
      ),
    );
    return found.filter(isEvent).map(toEvent);
  }

  async movementsSince(since: Date): Promise<ProcessorMovement[]> {
    const found = await inSpan({ gte: secondsOf(since) }, (created) =>
      this.client.call((stripe) =>
        stripe.balanceTransactions
          .list({ created, limit: PAGE })
          .autoPagingToArray({ limit: SPAN_MAX }),
      ),
    );
    return found.flatMap((movement) => toMovement(movement) ?? []);
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
    if (!isEvent(event)) throw new EventRefused('malformed', 'this is not an event');
    return event;
  }
}

const ID = /^[\w-]{1,255}$/;
const TYPE = /^[\w.]{1,255}$/;
const LAST_SECOND = 253_402_300_799; // 9999-12-31T23:59:59Z

// What was signed is the processor's, but a thin event or a mistake of ours in configuration would
// not have what we read; it is refused rather than half understood.
function isEvent(value: unknown): boolean {
  const { id, type, created, account, data } = fieldsOf(value);
  const { object } = fieldsOf(data);
  const named = fieldsOf(object);
  const absentOr = (field: unknown, pattern: RegExp): boolean =>
    field === undefined || field === null || (typeof field === 'string' && pattern.test(field));
  return (
    typeof id === 'string' &&
    ID.test(id) &&
    typeof type === 'string' &&
    TYPE.test(type) &&
    Number.isInteger(created) &&
    Math.abs(Number(created)) <= LAST_SECOND &&
    absentOr(account, ID) &&
    typeof object === 'object' &&
    object !== null &&
    absentOr(named.id, ID) &&
    absentOr(named.object, TYPE)
  );
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function toEvent(event: Stripe.Event): ProcessorEvent {
  const object = event.data.object as { id?: string; object?: string };
  return {
    id: event.id,
    type: event.type,
    account: event.account ?? undefined,
    objectId: object.id,
    objectKind: object.object,
    object,
    occurredAt: fromSeconds(event.created),
    payload: event,
  };
}

/**
 * All that a list has in a span of time, oldest first. A list is read from its newest end, and only so
 * far at once; a span that holds more is read as two, so that nothing at its old end is passed over.
 */
async function inSpan<T extends { created: number }>(
  span: Span,
  list: (created: Span) => Promise<T[]>,
): Promise<T[]> {
  const found = await list(span);
  const end = (found[0]?.created ?? span.gte) + 1;
  const middle = Math.floor((span.gte + end) / 2);
  if (found.length < SPAN_MAX || middle <= span.gte) return found.reverse();
  const older = await inSpan({ gte: span.gte, lt: middle }, list);
  return [...older, ...(await inSpan({ ...span, gte: middle }, list))];
}

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000);
