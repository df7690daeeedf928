// What happens to every request before a route sees it and after it was answered.
import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findCardNumber } from './card-number.js';
import { PROBLEM_TYPE, refuseRequest, toProblem } from './http.js';

const log = new Logger('Http');

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
 * Refuses any request that carries a card number, wherever in it. The processor's events are exempt:
 * they are signed, and their ids and times are digits.
 */
export async function refuseCardNumbers(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (request.url.startsWith('/webhooks/')) return;
  const field =
    findCardNumber(request.body) ??
    findCardNumber(request.query) ??
    findCardNumber(decodeURIComponent(request.url.split('?')[0] ?? ''));
  if (field === undefined) return;
  const problem = toProblem(refuseRequest('card_number_not_accepted'));
  await reply
    .status(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .send(JSON.stringify(problem));
}
