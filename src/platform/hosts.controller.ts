// Hosts and their keys, for the administrator.
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsISO8601,
  Matches,
  MaxLength,
} from 'class-validator';
import { StepUp } from '../identity/index.js';
import { Transactor } from '../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../shared/http.js';
import { ADMINISTRATORS } from './administrators.js';
import type { ApiKeyView, HostView, NewApiKeyView, Scope } from './contract.js';
import { Hosts } from './hosts.js';
import { ApiKeys } from './keys/api-keys.js';
import { RotateBody } from './webhooks/webhook.dto.js';

const SCOPES: readonly Scope[] = [
  'payments:read',
  'threads:read',
  'receipts:read',
  'webhooks:manage',
];

class HostBody {
  @ApiProperty({ example: 'Shop' })
  @Matches(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u, { message: 'name is letters and digits' })
  name!: string;
}

class KeyBody {
  @ApiProperty({ enum: SCOPES, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(8)
  @IsIn(SCOPES, { each: true })
  scopes!: Scope[];

  @ApiProperty({ example: '2027-06-30T00:00:00Z', description: 'Within two years' })
  @IsISO8601({ strict: true })
  @MaxLength(40)
  expiresAt!: string;
}

@ApiTags('administration')
@RolesAllowed(...ADMINISTRATORS)
@Controller('v1/admin')
export class HostsController {
  constructor(
    private readonly transactor: Transactor,
    private readonly hosts: Hosts,
    private readonly keys: ApiKeys,
  ) {}

  @Post('hosts')
  @ApiOperation({ summary: 'Add a host' })
  add(@CurrentActor() { personId }: Actor, @Body() { name }: HostBody): Promise<HostView> {
    return this.transactor.run((tx) => this.hosts.add(tx, name, personId));
  }

  @Get('hosts')
  @ApiOperation({ summary: 'The hosts' })
  async list(): Promise<{ hosts: HostView[] }> {
    return { hosts: await this.hosts.list(this.transactor.reader) };
  }

  @StepUp()
  @Post('hosts/:hostId/keys')
  @ApiOperation({ summary: 'Make an API key; the answer holds it, once' })
  create(
    @CurrentActor() { personId }: Actor,
    @Param('hostId') hostId: string,
    @Body() body: KeyBody,
  ): Promise<NewApiKeyView> {
    const scopes = [...new Set(body.scopes)];
    const wish = { hostId, scopes, expiresAt: new Date(body.expiresAt), createdBy: personId };
    return this.transactor.run((tx) => this.keys.create(tx, wish));
  }

  @Get('hosts/:hostId/keys')
  @ApiOperation({ summary: "A host's API keys, without the keys themselves" })
  async keysOf(@Param('hostId') hostId: string): Promise<{ keys: ApiKeyView[] }> {
    return { keys: await this.keys.list(this.transactor.reader, hostId) };
  }

  @StepUp()
  @Post('keys/:keyId/rotate')
  @ApiOperation({ summary: 'A new key of the same scopes; the old one ends after some hours' })
  rotate(
    @CurrentActor() { personId }: Actor,
    @Param('keyId') keyId: string,
    @Body() { hours = 24 }: RotateBody,
  ): Promise<NewApiKeyView> {
    return this.transactor.run((tx) => this.keys.rotate(tx, keyId, hours, personId));
  }

  @Delete('keys/:keyId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key: it ends at once, everywhere' })
  revoke(@Param('keyId') keyId: string): Promise<void> {
    return this.transactor.run((tx) => this.keys.revoke(tx, keyId));
  }
}
