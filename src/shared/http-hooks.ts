// What happens to every request before a route sees it and after it was answered.
import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { carriesCardNumber, maskCardNumbers } from './card-number.js';
import { PROBLEM_TYPE, refuseRequest, toProblem } from './http.js';
import type { Refusal } from './refusal.js';
import { isFreeText } from './text.js';

const log = new Logger('Http');

// No body of ours has more than three levels. What parses, validates and prints trees recurses, and
// a body of the largest size can be nested deeper than any stack.
const DEPTH_MAX = 16;

/** One line for each request: what, how it ended, how long. No body, no name, no address. */
export function logRequests(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  log.log({
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
  });
  done();
}

/**
 * Lets no card number in, and no text that no database can hold. In text that people write a card number
 * is masked to its last four digits; a request that carries one anywhere else is refused. The
 * processor's events are exempt: they are signed, and their ids and times are digits.
 */
export async function screenRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.url.startsWith('/webhooks/')) return;
  const refusal =
    refusalOf(request.body) ??
    refusalOf(request.query) ??
    refusalOf(request.headers['idempotency-key']) ??
    refusalOf(decodeURIComponent(request.url.split('?')[0] ?? ''));
  if (refusal !== undefined) await sendProblem(reply, refusal);
}

/** Answers what never becomes a request with a route: an address that cannot be decoded. */
export function refuseUnreadable(_error: Error, _request: unknown, reply: FastifyReply): void {
  void sendProblem(reply, refuseRequest('request_invalid', 'The address cannot be read.'));
}

function refusalOf(value: unknown, depth = 0): Refusal | undefined {
  if (typeof value === 'string' || typeof value === 'number') return refusalOfText(String(value));
  // Bytes are not text; whoever takes them in knows what they must be.
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return undefined;
  if (depth === DEPTH_MAX) return refuseRequest('request_invalid', 'It is nested too deeply.');
  const tree = value as Record<string, unknown>;
  for (const [key, child] of Object.entries(tree)) {
    if (typeof child === 'string' && isFreeText(key)) tree[key] = maskCardNumbers(child);
    const refusal = refusalOfText(key) ?? refusalOf(tree[key], depth + 1);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

// PostgreSQL holds neither U+0000 nor half a surrogate pair; one such text would fail a whole batch.
function refusalOfText(text: string): Refusal | undefined {
  if (text.includes('\0') || /\p{Cs}/u.test(text)) {
    return refuseRequest('request_invalid', 'It carries a character that cannot be stored.');
  }
  return carriesCardNumber(text) ? refuseRequest('card_number_not_accepted') : undefined;
}

function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = toProblem(refusal);
  return reply
    .status(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .send(JSON.stringify(problem));
}
