// Every host's webhooks, for the administrator: how they are, what was given up, send again, pause.
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RolesAllowed } from '../../shared/http.js';
import { ADMINISTRATORS } from '../administrators.js';
import type { WebhookDeliveryPage, WebhookEndpointView } from '../contract.js';
import { LogQuery, ReplayBody, StateBody } from './webhook.dto.js';
import { Webhooks } from './webhooks.js';

@ApiTags('administration')
@RolesAllowed(...ADMINISTRATORS)
@Controller('v1/admin/webhooks')
export class AdminWebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  @Get()
  @ApiOperation({ summary: "All hosts' endpoints, and how they are" })
  async list(): Promise<{ endpoints: WebhookEndpointView[] }> {
    return { endpoints: await this.webhooks.list(null) };
  }

  @Get(':id/deliveries')
  @ApiOperation({ summary: 'What was sent to one, how it was answered, what was given up' })
  log(
    @Param('id') id: string,
    @Query() { state, before, limit }: LogQuery,
  ): Promise<WebhookDeliveryPage> {
    const place = { state: state ?? null, before: before ?? null, limit: limit ?? 30 };
    return this.webhooks.log({ id, hostId: null }, place);
  }

  @Put(':id/state')
  @ApiOperation({ summary: 'Pause an endpoint, or go on' })
  become(
    @Param('id') id: string,
    @Body() { state }: StateBody,
  ): Promise<WebhookEndpointView | undefined> {
    return this.webhooks.become({ id, hostId: null }, state);
  }

  @Post(':id/deliveries/:eventId/replay')
  @HttpCode(204)
  @ApiOperation({ summary: 'Send one event again' })
  replay(@Param('id') id: string, @Param('eventId') eventId: string): Promise<void> {
    return this.webhooks.replayOne({ id, hostId: null }, eventId);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send the events of a time again, at most a thousand' })
  async replayRange(
    @Param('id') id: string,
    @Body() { from, before, state }: ReplayBody,
  ): Promise<{ again: number }> {
    const range = { from: new Date(from), before: new Date(before), state: state ?? null };
    return { again: await this.webhooks.replayRange({ id, hostId: null }, range) };
  }
}
