// The lane on which events leave: claims what is due, posts it signed, writes down what became of it.
// A delivery that is interrupted is made again, with the same event id; whoever receives it may see it
// twice and must know it by that id.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { Periodic } from '../../shared/periodic.js';
import { type Claimed, claimDeliveries, concludeDelivery } from './delivery-store.js';
import { WebhookEndpoints } from './endpoints.js';
import { post } from './outbound.js';
import { SIGNATURE_HEADER, signatureOf } from './signature.js';
import { WebhookNews } from './webhook-news.js';

const AT_ONCE = 32;
// The poll finds what is to be tried again, and what a dead process left behind.
const POLL_MS = 1000;

@Injectable()
export class DeliverWebhooks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(DeliverWebhooks.name);
  private readonly underWay = new Set<Promise<void>>();
  private claiming: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private readonly poll = new Periodic(
    POLL_MS,
    () => this.round(),
    (error) => {
      this.log.error('deliveries could not be claimed', error);
    },
  );

  constructor(
    private readonly transactor: Transactor,
    private readonly endpoints: WebhookEndpoints,
    private readonly clock: Clock,
    private readonly news: WebhookNews,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.news.wake = () => {
      this.look();
    };
    this.poll.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.poll.stop();
    await this.claiming;
    await Promise.all(this.underWay);
  }

  /** Looks for what is due, without waiting for the next poll. */
  look(): void {
    this.round().catch((error: unknown) => {
      this.log.error('deliveries could not be claimed', error);
    });
  }

  // One claim at a time; who asks meanwhile has it made once more.
  private round(): Promise<void> {
    if (this.claiming !== undefined) {
      this.again = true;
      return this.claiming;
    }
    this.claiming = this.claim().finally(() => {
      this.claiming = undefined;
      if (this.again) this.look();
    });
    return this.claiming;
  }

  private async claim(): Promise<void> {
    this.again = false;
    const room = AT_ONCE - this.underWay.size;
    if (this.stopped || room <= 0) return;
    for (const claimed of await claimDeliveries(this.transactor.reader, room)) {
      const made: Promise<void> = this.deliver(claimed)
        .catch((error: unknown) => {
          this.log.error(`${claimed.eventId}: what became of it could not be written`, error);
        })
        .finally(() => {
          this.underWay.delete(made);
          if (!this.stopped) this.look();
        });
      this.underWay.add(made);
    }
  }

  private async deliver(claimed: Claimed): Promise<void> {
    const { endpointId, eventId, url, body, secretNumber, previousUntil } = claimed;
    const secrets = this.endpoints.secrets(endpointId, secretNumber, previousUntil);
    const began = performance.now();
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Tenner-Webhooks/1',
      'tenner-event': eventId,
      [SIGNATURE_HEADER]: signatureOf(body, this.clock.now(), secrets),
    };
    const result = await post(url, headers, body, this.config.webhooks);
    const ms = Math.round(performance.now() - began);
    const chance = randomInt(1000) / 1000;
    await this.transactor.run((tx) => concludeDelivery(tx, claimed, result, ms, chance));
  }
}
