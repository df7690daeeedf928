// Events as they were raised: an event's object never changes after it, so a reader who missed the
// webhook sees exactly what the webhook said.
import type Stripe from 'stripe';
import { invalidRequest, notFound } from '../core/errors.js';
import { boolean, listOf, text, timeRange } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route } from '../http/route.js';
import { common } from './common.js';

/** Whether a type fits one of the patterns; `charge.*` fits all of a group. */
function fits(type: string, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined) return true;
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern,
  );
}

/** How long Stripe keeps an event, in seconds. */
const KEPT = 30 * 86_400;

const kept = (event: Stripe.Event, now: number): boolean => event.created > now - KEPT;
const delivered = (event: Stripe.Event): boolean => event.pending_webhooks === 0;

export const eventRoutes = [
  route({
    method: 'GET',
    path: '/v1/events',
    returns: { list: 'event' },
    fields: {
      ...common,
      ...pageFields,
      created: timeRange(),
      delivery_success: boolean(),
      type: text(255),
      types: listOf(text(255), 20),
    },
    handle({ work, values }) {
      if (values.type !== undefined && values.types !== undefined) {
        throw invalidRequest('You may only specify one of these parameters: type, types.');
      }
      const patterns = values.type === undefined ? values.types : [values.type];
      const found = [...work.store.all('event')].filter(
        (each) =>
          kept(each, work.now()) &&
          within(each.created, values.created) &&
          fits(each.type, patterns) &&
          (values.delivery_success ?? delivered(each)) === delivered(each),
      );
      return pageOf(found, values, '/v1/events', 'event');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/events/:id',
    returns: 'event',
    fields: common,
    handle({ work, id }) {
      const event = work.get('event', id);
      if (event === undefined || !kept(event, work.now())) throw notFound('event', id);
      return event;
    },
  }),
];
