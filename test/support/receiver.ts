// Somebody else's server that is told by webhook: keeps what it was sent, and answers as a test says.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEvent } from '../../src/platform/contract.js';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: WebhookEvent;
}

export class Receiver {
  readonly received: Received[] = [];
  /** How it answers, by the request; 200 unless a test says otherwise. */
  answer: (response: ServerResponse, what: Received) => void = (response) => response.end();

  private readonly server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString();
      const what = { headers: request.headers, body, event: JSON.parse(body) as WebhookEvent };
      this.received.push(what);
      this.answer(response, what);
    });
  });

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((done) => receiver.server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/events`;
  }

  /** What it was told about a payment, as types in the order of their coming. */
  typesOf(paymentId: string): string[] {
    return this.received
      .filter(({ event }) => event.data.payment.id === paymentId)
      .map(({ event }) => event.type);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
