// What the contract suites share: a simulator in this process, the untouched `stripe` package
// pointed at it, a browser's way of sending a raw card, and a receiver of webhooks. Every suite
// starts its own, so they run side by side.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { startSimulator, type Simulator } from '../server.js';
import type { SimulatorOptions } from '../settings.js';

export interface Rig {
  simulator: Simulator;
  stripe: Stripe;
  /** One call with the publishable key, as a browser makes it. */
  browser(path: string, form: Record<string, string>): Promise<{ status: number; body: Answer }>;
  control(path: string, body: object): Promise<unknown>;
}

export interface Answer {
  id?: string;
  error?: Record<string, unknown>;
  [name: string]: unknown;
}

/** The `stripe` package against a running simulator; retries are off so that tests see each call. */
export function clientOf(simulator: Simulator, key = 'sk_test_simulator'): Stripe {
  return new Stripe(key, {
    host: simulator.host,
    port: simulator.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

export async function startRig(options: SimulatorOptions = {}): Promise<Rig> {
  const simulator = await startSimulator({ port: 0, host: '127.0.0.1', ...options });
  return {
    simulator,
    stripe: clientOf(simulator),
    async browser(path, form) {
      const response = await fetch(`${simulator.url}${path}`, {
        method: 'POST',
        headers: { authorization: 'Bearer pk_test_simulator' },
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: (await response.json()) as Answer };
    },
    async control(path, body) {
      const response = await fetch(`${simulator.url}/_simulator/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
  };
}

/** The form of a raw card, valid unless `changes` say otherwise. */
export function rawCard(
  number: string,
  changes: Record<string, string> = {},
): Record<string, string> {
  return {
    type: 'card',
    'card[number]': number,
    'card[exp_month]': '12',
    'card[exp_year]': '2035',
    'card[cvc]': '123',
    ...changes,
  };
}

/** What a refused call of the stripe package threw. */
export interface Refusal {
  type: string;
  statusCode: number;
  code?: string;
  decline_code?: string;
  param?: string;
  message: string;
  raw: Answer;
}

/** The refusal of a call that must be refused; throws when it succeeds. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error as unknown as Refusal;
    throw error;
  }
  throw new Error('The call was expected to be refused, and succeeded');
}

export interface Received {
  body: string;
  signature: string;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** The next answers' statuses; 200 once they are used up. */
  statuses: number[];
  stop(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** A webhook endpoint that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      received.push({ body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/webhook`,
    received,
    statuses,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Waits until `ready` holds; throws after five seconds. */
export async function until(ready: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!ready()) {
    if (Date.now() > deadline) throw new Error('Waited five seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
