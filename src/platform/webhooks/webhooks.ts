// The verbs about webhooks, the same for a host and for an administrator: the name of an endpoint says
// who asks, and another host's endpoint is unknown.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import type {
  NewSecretView,
  WebhookDeliveryPage,
  WebhookEndpointView,
  WebhookEventType,
} from '../contract.js';
import { DeliverWebhooks } from './deliver-webhooks.js';
import {
  deliveryLog,
  type LogPlace,
  replayOne,
  replayRange,
  type ReplayRange,
} from './delivery-log.js';
import { type EndpointName, WebhookEndpoints } from './endpoints.js';

@Injectable()
export class Webhooks {
  constructor(
    private readonly transactor: Transactor,
    private readonly endpoints: WebhookEndpoints,
    private readonly lane: DeliverWebhooks,
  ) {}

  add(hostId: string, url: string, events: readonly WebhookEventType[]): Promise<NewSecretView> {
    return this.transactor.run((tx) => this.endpoints.add(tx, hostId, url, events));
  }

  list(hostId: string | null): Promise<WebhookEndpointView[]> {
    return this.endpoints.list(this.transactor.reader, hostId);
  }

  rotate(name: EndpointName, hours: number): Promise<NewSecretView> {
    return this.transactor.run((tx) => this.endpoints.rotate(tx, name, hours));
  }

  async become(
    name: EndpointName,
    state: 'enabled' | 'disabled' | 'removed',
  ): Promise<WebhookEndpointView | undefined> {
    const changed = await this.transactor.run(async (tx) => {
      await this.endpoints.become(tx, name, state);
      return state === 'removed' ? undefined : this.endpoints.one(tx, name);
    });
    this.lane.look();
    return changed;
  }

  async log(name: EndpointName, place: LogPlace): Promise<WebhookDeliveryPage> {
    const { reader } = this.transactor;
    await this.endpoints.one(reader, name);
    return deliveryLog(reader, name.id, place);
  }

  async replayOne(name: EndpointName, eventId: string): Promise<void> {
    await this.transactor.run(async (tx) => {
      await this.endpoints.one(tx, name);
      await replayOne(tx, name.id, eventId);
    });
    this.lane.look();
  }

  /** Answers how many are sent again. */
  async replayRange(name: EndpointName, range: ReplayRange): Promise<number> {
    const again = await this.transactor.run(async (tx) => {
      await this.endpoints.one(tx, name);
      return replayRange(tx, name.id, range);
    });
    this.lane.look();
    return again;
  }
}
