// Where HTTP begins and ends for every module: the kinds of refusal become status codes here and
// nowhere else, and the request's actor and idempotency key are read here. Nothing below a
// controller knows HTTP.
import {
  createParamDecorator,
  type ExecutionContext,
  type CustomDecorator,
  SetMetadata,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemView } from './contract.js';
import { assert, type Refusal, refusals, type RefusalKind } from './refusal.js';

/** Who makes a request: set by the session guard, read by `@CurrentActor()`. */
export interface Actor {
  readonly personId: string;
  readonly roles: readonly string[];
  /** The session they act in; a caller that is no person's session has none. */
  readonly session?: ActorSession;
}

export interface ActorSession {
  /** `ses_…` */
  readonly id: string;
  /** When they last showed, by password or passkey, that it is them. */
  readonly provenAt: Date;
}

export type ActedRequest = FastifyRequest & { actor?: Actor };

export const IS_PUBLIC = 'tenner:public';
export const ROLES_ALLOWED = 'tenner:roles';

/** The route needs no session. */
export const Public = (): CustomDecorator => SetMetadata(IS_PUBLIC, true);

/** The route needs one of these roles. A route that names none is for people who use the product. */
export const RolesAllowed = (...roles: string[]): CustomDecorator =>
  SetMetadata(ROLES_ALLOWED, roles);

export const ANY_ROLE = '*';

/** The route is for everybody who is signed in: people and staff look after their own accounts. */
export const AnyRole = (): CustomDecorator => RolesAllowed(ANY_ROLE);

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActedRequest>();
  assert(actor !== undefined, 'a route that reads the actor must not be public');
  return actor;
});

const STATUS: Record<RefusalKind, number> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  refused: 422,
  exhausted: 429,
  unavailable: 503,
};

export const statusOf = (kind: RefusalKind): number => STATUS[kind];

/** A refusal as RFC 9457 problem details. */
export function toProblem(refusal: Refusal): ProblemView {
  return {
    type: `/problems/${refusal.code}`,
    title: refusal.title,
    status: STATUS[refusal.kind],
    code: refusal.code,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    ...(refusal.faults.length === 0 ? {} : { errors: refusal.faults }),
  };
}

/** An answer that is already rendered, so that a replay can be byte for byte the same. */
export interface Reply {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends a rendered answer as it is, and says so when it is a replay. */
export function sendReply(http: FastifyReply, answer: { reply: Reply; replayed: boolean }): void {
  const { status, body } = answer.reply;
  if (answer.replayed) void http.header('idempotent-replayed', 'true');
  void http
    .status(status)
    .header('content-type', status < 400 ? JSON_TYPE : PROBLEM_TYPE)
    .send(body);
}

export const replyWith = (status: number, view: unknown): Reply => ({
  status,
  body: JSON.stringify(view),
});

export const replyRefused = (refusal: Refusal): Reply =>
  replyWith(STATUS[refusal.kind], toProblem(refusal));

export const refuseRequest = refusals({
  request_invalid: { kind: 'invalid', title: 'The request is not well formed.' },
  route_unknown: { kind: 'missing', title: 'There is nothing at this address.' },
  card_number_not_accepted: {
    kind: 'invalid',
    title: 'Card numbers are never accepted here; they go to the card processor alone.',
  },
  idempotency_key_missing: {
    kind: 'invalid',
    title: 'This request moves money and needs an Idempotency-Key header.',
  },
  idempotency_key_malformed: {
    kind: 'invalid',
    title: 'An Idempotency-Key is 8 to 200 printable ASCII characters.',
  },
  too_many_requests: { kind: 'exhausted', title: 'Too many requests. Please wait a little.' },
  temporarily_unavailable: {
    kind: 'unavailable',
    title: 'The service is not available for a moment. Please try again.',
  },
});

/** The Idempotency-Key header of a request that moves money. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const key = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') throw refuseRequest('idempotency_key_missing');
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) throw refuseRequest('idempotency_key_malformed');
  return key;
});
