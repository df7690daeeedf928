// The simulator as one HTTP server: Stripe's API under /v1, the browser's script and card frame, and
// the control endpoints for tests. Starting it on port 0 picks a free one, so tests run many side by
// side; everything it knows lives in memory, and in the journal if one is named.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerHosted } from './connect/pages.js';
import type { Context } from './context.js';
import { answerControl } from './control/control.js';
import { Faults } from './control/faults.js';
import { Clock } from './core/clock.js';
import { Store } from './core/store.js';
import { answerPage } from './elements/pages.js';
import { answerApi, type ApiAnswer } from './http/api.js';
import { RateLimits } from './http/guards.js';
import { Idempotency } from './http/idempotency.js';
import { RequestLog } from './http/request-log.js';
import { sweep } from './http/sweep.js';
import { withDefaults, type Settings, type SimulatorOptions } from './settings.js';
import { Deliveries } from './webhooks/deliveries.js';

export interface Simulator {
  /** For example `http://localhost:12111`. */
  url: string;
  host: string;
  port: number;
  /** The API calls made so far. */
  requests: RequestLog;
  /** Closes every connection, stops deliveries and closes the journal. */
  stop(): Promise<void>;
}

const LARGEST_BODY = 256 * 1024;
/** How often what is due is made to happen, besides every move of the clock. */
const SWEEP_EVERY_MS = 1000;

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

/** What lets pages of the configured origins call the API, and read what they need of answers. */
function corsHeaders(settings: Settings, origin: string | undefined): Record<string, string> {
  if (origin === undefined || !settings.webOrigins.includes(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers':
      'authorization, content-type, idempotency-key, stripe-account, stripe-version',
    'access-control-expose-headers': 'request-id, idempotent-replayed, stripe-version',
    'access-control-max-age': '600',
  };
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** Gives the answer, or ends the connection in the way that a fault asked for. */
function conclude(request: IncomingMessage, response: ServerResponse, answer: ApiAnswer): void {
  const { status, body, headers } = answer;
  const endings: Record<ApiAnswer['ending'], () => void> = {
    answer: () => {
      send(response, status, 'application/json', body, headers);
    },
    hang: () => undefined,
    drop: () => {
      request.socket.destroy();
    },
    reset: () => {
      request.socket.resetAndDestroy();
    },
    half: () => {
      const length = String(Buffer.byteLength(body));
      response.writeHead(status, {
        'content-type': 'application/json',
        'content-length': length,
        ...headers,
      });
      response.write(body.slice(0, Math.floor(body.length / 2)), () => {
        request.socket.destroy();
      });
    },
  };
  endings[answer.ending]();
}

async function serveApi(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
  target: { path: string; query: string; body: string },
): Promise<void> {
  const { headers } = request;
  const cors = corsHeaders(context.settings, headers.origin);
  if (request.method === 'OPTIONS') {
    response.writeHead(204, cors).end();
    return;
  }
  const answer = await answerApi(context, {
    ...target,
    method: request.method ?? 'GET',
    authorization: headers.authorization,
    contentType: headers['content-type'],
    idempotencyKey: one(headers['idempotency-key']),
    account: one(headers['stripe-account']),
    version: one(headers['stripe-version']),
  });
  conclude(request, response, { ...answer, headers: { ...cors, ...answer.headers } });
}

async function serve(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const body = await readBody(request);
  if (body === null) {
    send(response, 413, 'application/json', '{"error":{"type":"invalid_request_error"}}');
  } else if (path.startsWith('/_simulator/')) {
    const reply = await answerControl(context, {
      method: request.method ?? 'GET',
      path,
      body,
      contentType: request.headers['content-type'],
      remoteAddress: request.socket.remoteAddress,
    });
    send(response, reply.status, 'application/json', JSON.stringify(reply.body));
  } else {
    const method = request.method ?? 'GET';
    const own = method === 'GET' ? answerPage(context.settings, path, query) : null;
    const page = own ?? answerHosted(context, { method, path, body });
    if (page === null) await serveApi(context, request, response, { path, query, body });
    else send(response, page.status, page.type, page.body, page.headers);
  }
}

function listen(server: Server, { host, port }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${String(port)} on ${host} is already in use; set SIMULATOR_PORT to another.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function build(settings: Settings): Context {
  const store = new Store(settings.data);
  const clock = new Clock(store.get('clock', 'clock')?.offset ?? 0);
  return {
    settings,
    store,
    clock,
    idempotency: new Idempotency(store, clock),
    deliveries: new Deliveries(settings, store),
    faults: new Faults(),
    requests: new RequestLog(),
    limits: new RateLimits(settings.rateLimit),
  };
}

/**
 * Starts a simulator and resolves once it listens. Rejects with a readable error when the port is
 * taken or the journal is damaged.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = withDefaults(options);
  // The port is taken first: a second simulator must not touch the journal of the first.
  const pending: [IncomingMessage, ServerResponse][] = [];
  let take = (request: IncomingMessage, response: ServerResponse): void => {
    pending.push([request, response]);
  };
  const server = createServer((request, response) => {
    take(request, response);
  });
  const port = await listen(server, settings);
  let context: Context;
  try {
    // Links to the hosted page name the port that was really taken.
    context = build({ ...settings, port });
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
  take = (request, response) => {
    serve(context, request, response).catch((error: unknown) => {
      console.error('simulator:', error);
      response.destroy();
    });
  };
  for (const [request, response] of pending) take(request, response);
  context.deliveries.resume();
  sweep(context);
  const sweeper = setInterval(sweep, SWEEP_EVERY_MS, context).unref();
  return {
    url: `http://${settings.host}:${String(port)}`,
    host: settings.host,
    port,
    requests: context.requests,
    stop: async () => {
      clearInterval(sweeper);
      context.deliveries.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      context.store.close();
    },
  };
}
