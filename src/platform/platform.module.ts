import { Global, Module } from '@nestjs/common';
import { PaymentNews, PaymentsModule } from '../payments/index.js';
import { HostApiController } from './host-api.controller.js';
import { HostsController } from './hosts.controller.js';
import { Hosts } from './hosts.js';
import { ApiKeys } from './keys/api-keys.js';
import { AdminWebhooksController } from './webhooks/admin-webhooks.controller.js';
import { DeliverWebhooks } from './webhooks/deliver-webhooks.js';
import { WebhookEndpoints } from './webhooks/endpoints.js';
import { WebhookNews } from './webhooks/webhook-news.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { Webhooks } from './webhooks/webhooks.js';

// Global, because it is what stands behind `PaymentNews` for payments, the floor below.
@Global()
@Module({
  providers: [WebhookNews, { provide: PaymentNews, useExisting: WebhookNews }],
  exports: [WebhookNews, PaymentNews],
})
class NewsModule {}

@Module({
  imports: [NewsModule, PaymentsModule],
  controllers: [HostApiController, WebhooksController, HostsController, AdminWebhooksController],
  providers: [Hosts, ApiKeys, WebhookEndpoints, DeliverWebhooks, Webhooks],
})
export class PlatformModule {}
