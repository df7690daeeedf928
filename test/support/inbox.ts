// The inbox of the processor's events as tests see it: from the wire, by posting signed texts, and from
// finance's desk, by reading what became of them.
import { randomUUID } from 'node:crypto';
import type { ProcessorEventsPage, ProcessorEventView } from '../../src/payments/inbox/contract.js';
import { signatureHeader } from '../../simulator/webhooks/sign.js';
import { atProcessor } from './desk.js';
import { type TestPerson, until, type World } from './world.js';

export interface ProcessorEvent {
  id: string;
  object?: string;
  type: string;
  livemode: boolean;
  created: number;
  data: { object: Record<string, unknown> };
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export class InboxUnderTest {
  private constructor(
    private readonly world: World,
    readonly fay: TestPerson,
    /** An intent that nobody here knows, so that the processor is asked whenever it is in the news. */
    readonly intentId: string,
  ) {}

  static async of(world: World): Promise<InboxUnderTest> {
    const fay = await world.person({ roles: ['finance_operator'] });
    const form = { amount: '2000', currency: 'eur' };
    const { id } = await atProcessor(world, 'payment_intents', form);
    return new InboxUnderTest(world, fay, String(id));
  }

  /** The newest event of a type, as the processor keeps it. */
  async newestEvent(type: string): Promise<ProcessorEvent> {
    const { data } = await atProcessor(this.world, `events?type=${type}&limit=1`);
    const [event] = data as ProcessorEvent[];
    if (event === undefined) throw new Error(`there is no event ${type}`);
    return event;
  }

  /** What finance sees. */
  async page(query = ''): Promise<ProcessorEventsPage> {
    const { status, body, text } = await this.world.get(this.fay, `/v1/finance/events${query}`);
    if (status !== 200) throw new Error(text);
    return body as ProcessorEventsPage;
  }

  async refusedFor(reason: string): Promise<number> {
    return (await this.page()).refused.find((each) => each.reason === reason)?.count ?? 0;
  }

  async viewOf(id: string): Promise<ProcessorEventView | undefined> {
    return (await this.page('?limit=100')).events.find((event) => event.id === id);
  }

  becomes(id: string, state: ProcessorEventView['state']): Promise<boolean> {
    return until(async () => (await this.viewOf(id))?.state === state, `${id} being ${state}`);
  }

  /** Posts a text as it is, signed now. */
  deliver(body: string) {
    return this.world.http
      .post('/webhooks/stripe')
      .set('content-type', 'application/json')
      .set('stripe-signature', signatureHeader(body, 'whsec_simulator', nowSeconds()))
      .send(body);
  }

  /** An event about the intent, unlike any other. */
  made(changes: object = {}): ProcessorEvent {
    return {
      id: `evt_${randomUUID()}`,
      object: 'event',
      type: 'payment_intent.succeeded',
      livemode: false,
      created: nowSeconds(),
      data: { object: { id: this.intentId, object: 'payment_intent', nonce: randomUUID() } },
      ...changes,
    };
  }
}
