// The last word on every error. A refusal becomes problem details; a malformed request too; and
// anything else is a bug or a broken part, logged with its request id and answered without a word
// about its insides.
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemView } from './contract.js';
import { sqlState } from './database.js';
import { PROBLEM_TYPE, refuseRequest, toProblem } from './http.js';
import { type FieldFault, Refusal } from './refusal.js';

// What PostgreSQL answers when it is stopping, starting, out of connections or out of disk, and what
// a cut connection looks like. The outcome is then unknown to us; the client asks again with its key.
const UNAVAILABLE = /^(08|53|57P0|57014|55P03|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE)/;

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.problemOf(error, http.getRequest<FastifyRequest>().id);
    if (problem.status === 503 || problem.status === 429) void reply.header('retry-after', '1');
    void reply
      .status(problem.status)
      .header('content-type', PROBLEM_TYPE)
      .send(JSON.stringify(problem));
  }

  private problemOf(error: unknown, requestId: string): ProblemView {
    if (error instanceof Refusal) return toProblem(error);
    if (error instanceof HttpException) return fromHttpException(error);
    const status = clientStatus(error);
    if (status !== undefined) {
      return { ...toProblem(refuseRequest('request_invalid', messageOf(error))), status };
    }
    this.log.error({ requestId, msg: 'unexpected error' }, stackOf(error));
    if (UNAVAILABLE.test(sqlState(error) ?? codeOf(error))) {
      return toProblem(refuseRequest('temporarily_unavailable'));
    }
    return {
      type: '/problems/internal_error',
      title: 'Something went wrong on our side. It has been noted.',
      status: 500,
      code: 'internal_error',
      detail: `Reference ${requestId}`,
    };
  }
}

// The validation pipe answers a list of sentences, each beginning with the field's path.
function fromHttpException(error: HttpException): ProblemView {
  const status = error.getStatus();
  if (status === 404) return toProblem(refuseRequest('route_unknown'));
  const response = error.getResponse();
  const message = typeof response === 'object' ? (response as { message?: unknown }).message : null;
  const faults: FieldFault[] = Array.isArray(message)
    ? message.map((text) => ({ field: String(text).split(' ')[0] ?? '', message: String(text) }))
    : [];
  const detail = faults.length === 0 ? error.message : undefined;
  return { ...toProblem(refuseRequest('request_invalid', detail, faults)), status };
}

/** Fastify's own refusals (malformed JSON, body too large, wrong media type) carry a status. */
function clientStatus(error: unknown): number | undefined {
  if (!codeOf(error).startsWith('FST_')) return undefined;
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'unreadable request';

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
