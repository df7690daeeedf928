// The way of one API call: who asks, which endpoint, is it well formed, was it asked before; then
// run it as one unit of work, save the answer with its effects, and answer. Everything up to
// `execute` refuses without a trace. Faults that tests injected strike here and nowhere else.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.js';
import type { Fault } from '../control/faults.js';
import { invalidRequest, serverFault, StripeFault } from '../core/errors.js';
import { keyedDigest, newId } from '../core/ids.js';
import { Work } from '../core/work.js';
import { viewFor } from '../resources/browser-view.js';
import { DUE } from '../resources/due.js';
import { ROUTES } from '../resources/index.js';
import { authenticate, refuseAccess } from './authenticate.js';
import { checkExpand, render } from './expand.js';
import { readFields } from './fields.js';
import { canonical, decodeForm, type WireMap } from './form.js';
import { findRoute, type KeyKind, type Match } from './route.js';

export interface ApiRequest {
  method: string;
  path: string;
  query: string;
  body: string;
  authorization: string | undefined;
  contentType: string | undefined;
  idempotencyKey: string | undefined;
}

export interface Reply {
  status: number;
  body: string;
  headers: Record<string, string>;
}

/** A reply, or what happens to the connection instead. */
export type ApiAnswer = Reply | 'hang' | 'drop';

interface Prepared {
  request: ApiRequest;
  requestId: string;
  match: Match;
  key: KeyKind;
  wire: WireMap;
}

function faultReply(fault: StripeFault): Reply {
  return { status: fault.status, body: JSON.stringify({ error: fault.body }), headers: {} };
}

/** Errors name intents too, and a browser may see no more of them there than anywhere else. */
function seenBy(key: KeyKind, fault: StripeFault): StripeFault {
  const { payment_intent: payment, setup_intent: setup } = fault.body;
  return new StripeFault(fault.status, {
    ...fault.body,
    ...(payment === undefined ? {} : { payment_intent: viewFor(key, payment) }),
    ...(setup === undefined ? {} : { setup_intent: viewFor(key, setup) }),
  });
}

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

/** Runs the endpoint. Nothing but its answer, its effects and its events comes out of here. */
function execute(context: Context, prepared: Prepared, fault: Fault | undefined): Reply {
  const { request, requestId, match, key, wire } = prepared;
  const { settings, store, clock, deliveries } = context;
  const values = readFields(match.route.fields, wire);
  const paths = (values['expand'] ?? []) as string[];
  checkExpand(match.route.returns, paths);
  const cause = { id: requestId, idempotency_key: request.idempotencyKey ?? null };
  const begin = (): Work => new Work(store, clock, cause, deliveries.configured());
  let work = begin();
  let answer: object | StripeFault;
  try {
    answer = match.route.handle({ work, values, id: match.id, key, settings });
  } catch (error) {
    // A thrown fault undoes everything; anything else is a bug here, told as Stripe tells its own.
    work = begin();
    answer = error instanceof StripeFault ? error : serverFault();
    if (answer !== error) console.error('simulator:', error);
  }
  let reply: Reply;
  if (fault?.mode === 'error_500_after_effect') reply = faultReply(serverFault());
  else if (answer instanceof StripeFault) reply = faultReply(seenBy(key, answer));
  else {
    const body = JSON.stringify(render(work, answer, paths));
    reply = { status: 200, body, headers: {} };
  }
  if (request.method === 'POST' && request.idempotencyKey !== undefined) {
    work.put('saved_answer', {
      id: request.idempotencyKey,
      method: request.method,
      path: request.path,
      fingerprint: keyedDigest(settings.secretKey, canonical(wire)),
      status: reply.status,
      body: reply.body,
      requestId,
      created: clock.now(),
    });
  }
  deliveries.enqueue(work.commit());
  return reply;
}

/** The saved answer of the same request, or the endpoint's own. */
async function answerOnce(
  context: Context,
  prepared: Prepared,
  fault: Fault | undefined,
): Promise<Reply> {
  const { request, wire } = prepared;
  const { idempotencyKey: key, method, path } = request;
  const run = async (): Promise<Reply> => {
    if (fault?.mode === 'delay_ms') await sleep(fault.ms);
    return execute(context, prepared, fault);
  };
  if (key === undefined || method !== 'POST') return run();
  const fingerprint = keyedDigest(context.settings.secretKey, canonical(wire));
  const saved = context.idempotency.find({ key, method, path, fingerprint });
  if (saved !== undefined) {
    const headers = { 'idempotent-replayed': 'true', 'original-request': saved.requestId };
    return { status: saved.status, body: saved.body, headers };
  }
  return context.idempotency.holding(key, run);
}

function prepare(context: Context, request: ApiRequest, requestId: string): Prepared {
  const key = authenticate(request.authorization, context.settings);
  const match = findRoute(ROUTES, request.method, request.path);
  if (match === null) {
    throw invalidRequest(
      `Unrecognized request URL (${request.method}: ${request.path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      { status: 404 },
    );
  }
  refuseAccess(match.route.access, key);
  return { request, requestId, match, key, wire: parametersOf(request) };
}

/** Lets happen what is due by now, as a piece of work of its own. */
export function sweep(context: Context): void {
  const { store, clock, deliveries } = context;
  const cause = { id: null, idempotency_key: null };
  const work = new Work(store, clock, cause, deliveries.configured());
  for (const act of DUE) act(work);
  deliveries.enqueue(work.commit());
}

/** Answers one API call; never throws. */
export async function answerApi(context: Context, request: ApiRequest): Promise<ApiAnswer> {
  const requestId = newId('req');
  const route = findRoute(ROUTES, request.method, request.path)?.route.path ?? null;
  const entry = context.requests.add(request.method, request.path, route);
  const fault =
    route === null ? undefined : context.faults.take(request.method, request.path, route);
  if (fault?.mode === 'hang') return 'hang';
  let reply: Reply;
  try {
    if (fault?.mode === 'error_500_before') throw serverFault();
    reply = await answerOnce(context, prepare(context, request, requestId), fault);
  } catch (error) {
    if (!(error instanceof StripeFault)) console.error('simulator:', error);
    reply = faultReply(error instanceof StripeFault ? error : serverFault());
  }
  if (fault?.mode === 'drop_connection') return 'drop';
  entry.status = reply.status;
  entry.replayed = 'idempotent-replayed' in reply.headers;
  const key = request.idempotencyKey;
  return {
    ...reply,
    headers: {
      'request-id': requestId,
      ...(key === undefined ? {} : { 'idempotency-key': encodeURIComponent(key) }),
      ...reply.headers,
    },
  };
}
