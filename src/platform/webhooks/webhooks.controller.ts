// A host's own webhooks, over HTTP with its API key.
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { NewSecretView, WebhookDeliveryPage, WebhookEndpointView } from '../contract.js';
import { ForHosts, Holder } from '../keys/api-key.guard.js';
import type { KeyHolder } from '../keys/api-keys.js';
import { EndpointBody, LogQuery, ReplayBody, RotateBody, StateBody } from './webhook.dto.js';
import { Webhooks } from './webhooks.js';

@ApiTags('host')
@ApiBearerAuth()
@Controller('v1/host/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  @Post()
  @ForHosts('webhooks:manage', 'Be told: the answer holds the secret, once')
  add(@Holder() { hostId }: KeyHolder, @Body() body: EndpointBody): Promise<NewSecretView> {
    return this.webhooks.add(hostId, body.url, body.events);
  }

  @Get()
  @ForHosts('webhooks:manage', 'My endpoints, and how they are')
  async list(@Holder() { hostId }: KeyHolder): Promise<{ endpoints: WebhookEndpointView[] }> {
    return { endpoints: await this.webhooks.list(hostId) };
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @ForHosts('webhooks:manage', 'A new secret; the one before signs too for a while')
  rotate(
    @Holder() { hostId }: KeyHolder,
    @Param('id') id: string,
    @Body() { hours = 24 }: RotateBody,
  ): Promise<NewSecretView> {
    return this.webhooks.rotate({ id, hostId }, hours);
  }

  @Put(':id/state')
  @ForHosts('webhooks:manage', 'Pause an endpoint, or go on')
  become(
    @Holder() { hostId }: KeyHolder,
    @Param('id') id: string,
    @Body() { state }: StateBody,
  ): Promise<WebhookEndpointView | undefined> {
    return this.webhooks.become({ id, hostId }, state);
  }

  @Delete(':id')
  @HttpCode(204)
  @ForHosts('webhooks:manage', 'Remove an endpoint')
  async remove(@Holder() { hostId }: KeyHolder, @Param('id') id: string): Promise<void> {
    await this.webhooks.become({ id, hostId }, 'removed');
  }

  @Get(':id/deliveries')
  @ForHosts('webhooks:manage', 'What was sent, how it was answered, what was given up')
  log(
    @Holder() { hostId }: KeyHolder,
    @Param('id') id: string,
    @Query() { state, before, limit }: LogQuery,
  ): Promise<WebhookDeliveryPage> {
    const place = { state: state ?? null, before: before ?? null, limit: limit ?? 30 };
    return this.webhooks.log({ id, hostId }, place);
  }

  @Post(':id/deliveries/:eventId/replay')
  @HttpCode(204)
  @ForHosts('webhooks:manage', 'Send one event again')
  replay(
    @Holder() { hostId }: KeyHolder,
    @Param('id') id: string,
    @Param('eventId') eventId: string,
  ): Promise<void> {
    return this.webhooks.replayOne({ id, hostId }, eventId);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ForHosts('webhooks:manage', 'Send the events of a time again, at most a thousand')
  async replayRange(
    @Holder() { hostId }: KeyHolder,
    @Param('id') id: string,
    @Body() { from, before, state }: ReplayBody,
  ): Promise<{ again: number }> {
    const range = { from: new Date(from), before: new Date(before), state: state ?? null };
    return { again: await this.webhooks.replayRange({ id, hostId }, range) };
  }
}
