// The control endpoints for tests, under /_simulator/. They are no part of Stripe's API, answer only
// to this machine, and take JSON only, so that no web page can reach them with a plain form.
import type { Context } from '../context.js';
import { StripeFault } from '../core/errors.js';
import { sweep } from '../http/api.js';
import { authenticateByHand, disputeByHand } from '../resources/by-hand.js';
import { WEBHOOK_MODES } from '../webhooks/deliveries.js';
import { FAULT_MODES } from './faults.js';

export interface ControlRequest {
  method: string;
  path: string;
  body: string;
  contentType: string | undefined;
  remoteAddress: string | undefined;
}

export interface ControlReply {
  status: number;
  body: object;
}

type Fields = Record<string, unknown>;

class ControlRefusal extends Error {}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

function choice<T extends string>(value: unknown, options: readonly T[], name: string): T {
  const found = options.find((option) => option === value);
  if (found !== undefined) return found;
  throw new ControlRefusal(`${name} must be one of ${options.join(', ')}`);
}

function whole(value: unknown, fallback: number, least: number, name: string): number {
  const number = value ?? fallback;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number;
  throw new ControlRefusal(`${name} must be a whole number of at least ${String(least)}`);
}

function words(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlRefusal(`${name} must be a text`);
}

function loopbackUrl(value: unknown): string | null {
  if (value === null) return null;
  const text = words(value, 'url');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' && /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)) {
    return url.href;
  }
  throw new ControlRefusal('url must be an http address of this machine');
}

type Action = (context: Context, fields: Fields) => object;

const ACTIONS: Readonly<Record<string, Action>> = {
  'GET /_simulator/health': () => ({ ok: true }),
  'GET /_simulator/requests': ({ requests }) => ({ requests: requests.entries }),
  'DELETE /_simulator/requests': ({ requests }) => {
    requests.clear();
    return { ok: true };
  },
  'POST /_simulator/faults': ({ faults }, fields) => {
    faults.add({
      path: words(fields['path'], 'path'),
      method: words(fields['method'] ?? 'POST', 'method').toUpperCase(),
      mode: choice(fields['mode'], FAULT_MODES, 'mode'),
      times: whole(fields['times'], 1, 1, 'times'),
      ms: whole(fields['ms'], 0, 0, 'ms'),
    });
    return { ok: true };
  },
  'DELETE /_simulator/faults': ({ faults }) => {
    faults.clear();
    return { ok: true };
  },
  'POST /_simulator/webhooks': ({ deliveries }, fields) => {
    if (fields['url'] !== undefined) deliveries.setUrl(loopbackUrl(fields['url']));
    deliveries.setMode(choice(fields['mode'] ?? 'auto', WEBHOOK_MODES, 'mode'));
    return { ok: true };
  },
  'POST /_simulator/webhooks/release': ({ deliveries }) => ({ released: deliveries.release() }),
  'POST /_simulator/authenticate': authenticateByHand,
  'POST /_simulator/disputes': disputeByHand,
  'POST /_simulator/clock': (context, fields) => {
    const seconds = whole(fields['advanceSeconds'], 0, 1, 'advanceSeconds');
    const offset = context.clock.advance(seconds);
    context.store.apply([['clock', { id: 'clock', offset }]]);
    sweep(context);
    return { now: context.clock.now() };
  },
};

function parse(request: ControlRequest): Fields {
  if (request.method !== 'POST') return {};
  if (request.contentType?.startsWith('application/json') !== true) {
    throw new ControlRefusal('send JSON with content type application/json');
  }
  try {
    const parsed: unknown = JSON.parse(request.body === '' ? '{}' : request.body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Fields;
    }
  } catch {
    // Falls through to the one sentence about malformed bodies.
  }
  throw new ControlRefusal('the body must be a JSON object');
}

/** Answers one control request; refusals are 400, 403 and 404 with a sentence. */
export function answerControl(context: Context, request: ControlRequest): ControlReply {
  if (!LOOPBACK.test(request.remoteAddress ?? '')) {
    return { status: 403, body: { error: 'Only this machine may control the simulator.' } };
  }
  const name = `${request.method} ${request.path}`;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    return { status: 404, body: { error: `There is no ${name}.` } };
  }
  try {
    return { status: 200, body: action(context, parse(request)) };
  } catch (error) {
    if (!(error instanceof ControlRefusal || error instanceof StripeFault)) throw error;
    return { status: 400, body: { error: error.message } };
  }
}
