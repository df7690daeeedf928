// The control endpoints for tests, under /_simulator/. They are no part of Stripe's API, answer only
// to this machine, and take JSON only, so that no web page can reach them with a plain form.
import type { Context } from '../context.js';
import { StripeFault } from '../core/errors.js';
import { passTime } from '../http/sweep.js';
import { authenticateByHand, disputeByHand, renewByHand } from '../resources/by-hand.js';
import { FAULT_MODES } from './faults.js';
import {
  choice,
  ControlRefusal,
  share,
  truth,
  whole,
  words,
  type ControlFields,
} from './fields.js';
import { MONEY_ACTIONS } from './money-actions.js';
import { WEBHOOK_ACTIONS } from './webhook-actions.js';

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

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

type Action = (context: Context, fields: ControlFields) => object | Promise<object>;

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
      times: whole(fields['times'], 1, 0, 'times'),
      ms: whole(fields['ms'], 0, 0, 'ms'),
      after: truth(fields['after'], 'after'),
      rate: share(fields['rate'], 'rate'),
      seed: whole(fields['seed'], 1, 0, 'seed'),
    });
    return { ok: true };
  },
  'GET /_simulator/faults': ({ faults }) => ({ faults: faults.waiting }),
  'DELETE /_simulator/faults': ({ faults }) => {
    faults.clear();
    return { ok: true };
  },
  ...WEBHOOK_ACTIONS,
  ...MONEY_ACTIONS,
  'POST /_simulator/authenticate': authenticateByHand,
  'POST /_simulator/disputes': disputeByHand,
  'POST /_simulator/renew': renewByHand,
  'POST /_simulator/clock': (context, fields) => {
    const seconds = whole(fields['advanceSeconds'], 0, 1, 'advanceSeconds');
    return { now: passTime(context, seconds) };
  },
};

function parse(request: ControlRequest): ControlFields {
  if (request.method !== 'POST') return {};
  if (request.contentType?.startsWith('application/json') !== true) {
    throw new ControlRefusal('send JSON with content type application/json');
  }
  try {
    const parsed: unknown = JSON.parse(request.body === '' ? '{}' : request.body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as ControlFields;
    }
  } catch {
    // Falls through to the one sentence about malformed bodies.
  }
  throw new ControlRefusal('the body must be a JSON object');
}

/** Answers one control request; refusals are 400, 403 and 404 with a sentence. */
export async function answerControl(
  context: Context,
  request: ControlRequest,
): Promise<ControlReply> {
  if (!LOOPBACK.test(request.remoteAddress ?? '')) {
    return { status: 403, body: { error: 'Only this machine may control the simulator.' } };
  }
  const name = `${request.method} ${request.path}`;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    return { status: 404, body: { error: `There is no ${name}.` } };
  }
  try {
    return { status: 200, body: await action(context, parse(request)) };
  } catch (error) {
    if (!(error instanceof ControlRefusal || error instanceof StripeFault)) throw error;
    return { status: 400, body: { error: error.message } };
  }
}
