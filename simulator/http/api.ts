// The way of one API call: who asks, for which account, which endpoint, is it well formed, was it
// asked before; then run it as one unit of work and answer. Everything up to `execute` refuses
// without a trace. Faults that tests injected strike here and nowhere else.
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import type { Context } from '../context.js';
import { effective, type Fault } from '../control/faults.js';
import { invalidRequest, serverFault, StripeFault } from '../core/errors.js';
import { newId } from '../core/ids.js';
import { ROUTES } from '../resources/index.js';
import { authenticate, refuseAccess } from './authenticate.js';
import { execute, faultReply, fingerprintOf, type Prepared, type Reply } from './execute.js';
import { decodeForm, type WireMap } from './form.js';
import { accountOf, lockFault, rateLimitFault, versionOf } from './guards.js';
import { findRoute } from './route.js';

export interface ApiRequest {
  method: string;
  path: string;
  query: string;
  body: string;
  authorization: string | undefined;
  contentType: string | undefined;
  idempotencyKey: string | undefined;
  /** The Stripe-Account and Stripe-Version headers. */
  account?: string | undefined;
  version?: string | undefined;
}

/** How the connection ends: with the answer, without one, or in the middle of it. */
export type Ending = 'answer' | 'hang' | 'drop' | 'reset' | 'half';

export interface ApiAnswer extends Reply {
  ending: Ending;
}

const ENDINGS: Partial<Record<Fault['mode'], Ending>> = {
  hang: 'hang',
  drop_connection: 'drop',
  reset: 'reset',
  half_body: 'half',
};

/** The refusals that a fault puts in the place of the call. */
const REFUSALS: Partial<Record<Fault['mode'], () => StripeFault>> = {
  error_500_before: serverFault,
  lock_409: () => lockFault(409),
  lock_429: () => lockFault(429),
  rate_limit_429: rateLimitFault,
};

function parametersOf(request: ApiRequest): WireMap {
  if (request.method !== 'POST') return decodeForm(request.query);
  const type = request.contentType ?? 'application/x-www-form-urlencoded';
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw invalidRequest(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    );
  }
  return decodeForm(request.body);
}

/** The saved answer of the same request, or the endpoint's own. */
async function answerOnce(
  context: Context,
  prepared: Prepared,
  fault: Fault | undefined,
): Promise<Reply> {
  const { idempotencyKey: key, method, path, account, wire } = prepared;
  const slow = async (after: boolean): Promise<void> => {
    if (fault?.mode === 'delay_ms' && effective(fault) === after) await sleep(fault.ms);
  };
  const run = async (): Promise<Reply> => {
    await slow(false);
    const reply = execute(context, prepared, fault);
    await slow(true);
    // In the mode where events come first, the answer lets them pass.
    const early = context.deliveries.answerDelay();
    if (early > 0) await sleep(early);
    return reply;
  };
  if (key === undefined || method !== 'POST') return run();
  const fingerprint = fingerprintOf(context, wire);
  const saved = context.idempotency.find({ key, account, method, path, fingerprint });
  if (saved !== undefined) {
    const headers = { 'idempotent-replayed': 'true', 'original-request': saved.requestId };
    return { status: saved.status, body: saved.body, headers };
  }
  return context.idempotency.holding(key, account, run);
}

function prepare(context: Context, request: ApiRequest, requestId: string): Prepared {
  const { settings, store } = context;
  const key = authenticate(request.authorization, settings);
  const version = versionOf(request.version);
  const account = accountOf(request.account, store, settings.accountId);
  const match = findRoute(ROUTES, request.method, request.path);
  if (match === null) {
    throw invalidRequest(
      `Unrecognized request URL (${request.method}: ${request.path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      { status: 404 },
    );
  }
  refuseAccess(match.route.access, key);
  const { method, path, idempotencyKey } = request;
  const wire = parametersOf(request);
  return { method, path, idempotencyKey, requestId, match, key, account, version, wire };
}

/** The reply of a call, faults and refusals included; never throws. */
async function replyTo(
  context: Context,
  request: ApiRequest,
  requestId: string,
  fault: Fault | undefined,
): Promise<Reply> {
  try {
    const refused = fault === undefined ? undefined : REFUSALS[fault.mode];
    if (refused !== undefined) throw refused();
    if (fault?.mode === 'key_expiry') context.idempotency.forgetAll();
    return await answerOnce(context, prepare(context, request, requestId), fault);
  } catch (error) {
    if (!(error instanceof StripeFault)) console.error('simulator:', error);
    return faultReply(error instanceof StripeFault ? error : serverFault());
  }
}

/** Answers one API call; never throws. */
export async function answerApi(context: Context, request: ApiRequest): Promise<ApiAnswer> {
  const { method, path, idempotencyKey: key } = request;
  const requestId = newId('req');
  const route = findRoute(ROUTES, method, path)?.route.path ?? null;
  const entry = context.requests.add(method, path, route);
  const fault = route === null ? undefined : context.faults.take(method, path, route);
  const ending = (fault === undefined ? undefined : ENDINGS[fault.mode]) ?? 'answer';
  if (fault !== undefined && ending !== 'answer' && !effective(fault)) {
    return { status: 0, body: '', headers: {}, ending };
  }
  const excess = context.limits.excess(`${method} ${route ?? path}`);
  const reply =
    excess === null
      ? await replyTo(context, request, requestId, fault)
      : faultReply(rateLimitFault());
  const reason = excess ?? (fault?.mode === 'rate_limit_429' ? 'endpoint-rate' : null);
  if (ending === 'answer') {
    entry.status = reply.status;
    entry.replayed = 'idempotent-replayed' in reply.headers;
  }
  return {
    ...reply,
    ending,
    headers: {
      'request-id': requestId,
      'stripe-version': request.version ?? Stripe.API_VERSION,
      ...(request.account === undefined ? {} : { 'stripe-account': request.account }),
      ...(key === undefined ? {} : { 'idempotency-key': encodeURIComponent(key) }),
      ...(reason === null ? {} : { 'stripe-rate-limited-reason': reason }),
      ...reply.headers,
    },
  };
}
