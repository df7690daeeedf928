// The control endpoints about webhooks: how events are delivered, what is held back, and sending one
// event now, rightly or in one of the ways a receiver must refuse.
import type Stripe from 'stripe';
import type { Context } from '../context.js';
import { PLATFORM } from '../core/journal.js';
import { AUTO, WEBHOOK_MODES } from '../webhooks/plan.js';
import { SEND_MODES } from '../webhooks/post.js';
import {
  choice,
  ControlRefusal,
  loopbackUrl,
  whole,
  wordList,
  words,
  type ControlFields,
} from './fields.js';

function configure({ deliveries }: Context, fields: ControlFields): object {
  const plan = {
    mode: choice(fields['mode'] ?? 'auto', WEBHOOK_MODES, 'mode'),
    types: wordList(fields['types'], 'types'),
    ms: whole(fields['ms'], AUTO.ms, 0, 'ms'),
    size: whole(fields['size'], AUTO.size, 1, 'size'),
    seed: whole(fields['seed'], AUTO.seed, 0, 'seed'),
  };
  const { url, connectUrl } = fields;
  if (url !== undefined) deliveries.setUrl(loopbackUrl(url, 'url'));
  if (connectUrl !== undefined) deliveries.setConnectUrl(loopbackUrl(connectUrl, 'connectUrl'));
  deliveries.setPlan(plan);
  return { ok: true };
}

function release({ deliveries }: Context, fields: ControlFields): object {
  if (fields['order'] === undefined) return { released: deliveries.release() };
  return { released: deliveries.releaseInOrder(wordList(fields['order'], 'order')) };
}

function eventNamed({ store }: Context, id: string): Stripe.Event {
  for (const account of store.owners()) {
    const event = store.get('event', id, account);
    if (event !== undefined) return event;
  }
  throw new ControlRefusal(`there is no event ${id}`);
}

/** An event by its id, or one of any shape given in full. */
function eventFrom(context: Context, value: unknown): object & { account?: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  return eventNamed(context, words(value, 'event'));
}

async function send(context: Context, fields: ControlFields): Promise<object> {
  const event = eventFrom(context, fields['event']);
  const mode = choice(fields['mode'] ?? 'again', SEND_MODES, 'mode');
  const account = typeof event.account === 'string' ? event.account : PLATFORM;
  return { status: await context.deliveries.sendAs(event, account, mode) };
}

export const WEBHOOK_ACTIONS = {
  'GET /_simulator/webhooks': ({ deliveries }: Context) => ({
    pending: deliveries.pending.map(({ id, type, account }) => ({
      id,
      type,
      account: account ?? null,
    })),
  }),
  'POST /_simulator/webhooks': configure,
  'POST /_simulator/webhooks/release': release,
  'POST /_simulator/webhooks/send': send,
};
