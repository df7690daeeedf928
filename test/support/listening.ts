// A host that listens: its endpoints, each with a receiver behind it, and what the platform says about
// them.
import type { WebhookDeliveryView, WebhookEndpointView } from '../../src/platform/contract.js';
import { DeliverWebhooks } from '../../src/platform/webhooks/deliver-webhooks.js';
import { addHost, addKey, ADMINISTRATOR, withKey } from './platform.js';
import { Receiver } from './receiver.js';
import { type Answer, type TestPerson, until, type World } from './world.js';

export const ALL_EVENTS = ['completed', 'held', 'failed', 'refunded', 'disputed'].map(
  (what) => `payment.${what}`,
);

export interface Listening {
  readonly receiver: Receiver;
  readonly id: string;
  readonly secret: string;
}

/** Waits until a receiver was told so many times. */
export const arrived = (receiver: Receiver, count: number): Promise<boolean> =>
  until(() => receiver.received.length >= count, `${String(count)} events`);

export class ListeningHost {
  private readonly receivers: Receiver[] = [];

  private constructor(
    readonly world: World,
    readonly admin: TestPerson,
    private readonly key: string,
  ) {}

  static async in(world: World): Promise<ListeningHost> {
    const admin = await world.person({ roles: [ADMINISTRATOR] });
    const { key } = await addKey(world, admin, await addHost(world, admin));
    return new ListeningHost(world, admin, key);
  }

  ask(method: 'get' | 'post' | 'put' | 'delete', path: string, body?: object): Promise<Answer> {
    return withKey(this.world, this.key, method, path, body);
  }

  async listen(events: string[] = ALL_EVENTS): Promise<Listening> {
    const receiver = await Receiver.start();
    this.receivers.push(receiver);
    const { status, body } = await this.ask('post', 'webhooks', { url: receiver.url, events });
    if (status !== 201) throw new Error(`no endpoint: ${JSON.stringify(body)}`);
    return { receiver, id: String(body.endpoint.id), secret: String(body.secret) };
  }

  async deliveries({ id }: Listening, query = ''): Promise<WebhookDeliveryView[]> {
    const { body } = await this.ask('get', `webhooks/${id}/deliveries${query}`);
    return body.deliveries as WebhookDeliveryView[];
  }

  /** An endpoint as the administrator sees it. */
  async endpoint({ id }: Listening): Promise<WebhookEndpointView> {
    const { body } = await this.world.get(this.admin, '/v1/admin/webhooks');
    const found = (body.endpoints as WebhookEndpointView[]).find((each) => each.id === id);
    if (found === undefined) throw new Error(`${id} is not listed`);
    return found;
  }

  /** Time passes for what waits for its next attempt, and for the circuit. */
  async later({ id }: Listening): Promise<void> {
    await this.world.sql(
      `UPDATE platform.webhook_deliveries SET next_at = now()
        WHERE endpoint_id = $1 AND state = 'pending'`,
      [id],
    );
    await this.world.sql('UPDATE platform.webhook_endpoints SET open_until = now() WHERE id = $1', [
      id,
    ]);
    this.world.app.get(DeliverWebhooks).look();
  }

  /** Nobody listens any more. */
  async silence(): Promise<void> {
    await this.world.sql(`UPDATE platform.webhook_endpoints SET state = 'removed'`);
    await Promise.all(this.receivers.splice(0).map((receiver) => receiver.stop()));
  }
}
