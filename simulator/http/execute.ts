// Running one endpoint as one unit of work: its parameters are read, its handler changes what it
// must, and answer, effects, events and the saved answer of an idempotency key become real together.
import { beginWork, type Context } from '../context.js';
import type { Fault } from '../control/faults.js';
import { serverFault, StripeFault } from '../core/errors.js';
import { keyedDigest } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { viewFor } from '../resources/browser-view.js';
import { checkExpand, render } from './expand.js';
import { readFields } from './fields.js';
import { canonical, type WireMap } from './form.js';
import type { KeyKind, Match } from './route.js';

export interface Reply {
  status: number;
  body: string;
  headers: Record<string, string>;
}

/** A call that passed everything up to its parameters. */
export interface Prepared {
  method: string;
  path: string;
  idempotencyKey: string | undefined;
  requestId: string;
  match: Match;
  key: KeyKind;
  /** Whose objects it sees; empty for the platform. */
  account: string;
  version: string;
  wire: WireMap;
}

export function faultReply(fault: StripeFault): Reply {
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

/** Which parameters a key was first used with, so that nothing of them is kept. */
export function fingerprintOf(context: Context, wire: WireMap): string {
  return keyedDigest(context.settings.secretKey, canonical(wire));
}

/** A new piece of work on the account of the call. */
function begin(context: Context, prepared: Prepared): Work {
  const cause = { id: prepared.requestId, idempotency_key: prepared.idempotencyKey ?? null };
  return beginWork(context, prepared.account, cause);
}

/** Saves the answer under the call's key, if it came with one. */
function save(context: Context, prepared: Prepared, work: Work, reply: Reply): void {
  const { method, path, idempotencyKey, wire, requestId } = prepared;
  if (method !== 'POST' || idempotencyKey === undefined) return;
  work.put('saved_answer', {
    id: idempotencyKey,
    method,
    path,
    fingerprint: fingerprintOf(context, wire),
    status: reply.status,
    body: reply.body,
    requestId,
    created: context.clock.now(),
  });
}

/** Runs the endpoint. Nothing but its answer, its effects and its events comes out of here. */
export function execute(context: Context, prepared: Prepared, fault: Fault | undefined): Reply {
  const { match, key, wire } = prepared;
  const values = readFields(match.route.fields, wire);
  const paths = (values['expand'] ?? []) as string[];
  checkExpand(match.route.returns, paths);
  let work = begin(context, prepared);
  let answer: object | StripeFault;
  try {
    if (fault?.mode === 'error_500_saved') throw serverFault();
    const { settings } = context;
    answer = match.route.handle({ work, values, id: match.id, sub: match.sub, key, settings });
  } catch (error) {
    // A thrown fault undoes everything; anything else is a bug here, told as Stripe tells its own.
    work = begin(context, prepared);
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
  save(context, prepared, work, reply);
  context.deliveries.enqueue(work.commit());
  return reply;
}
