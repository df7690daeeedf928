// Notifications over HTTP, for everybody who is signed in.
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  Matches,
  ValidateNested,
} from 'class-validator';
import type { NotificationKind } from '../shared/contract.js';
import { type Actor, AnyRole, CurrentActor } from '../shared/http.js';
import { PageQuery } from '../shared/page.query.js';
import type {
  NotificationChannel,
  NotificationSettingsView,
  NotificationsPage,
  UnreadView,
} from './contract.js';
import { ALL_KINDS } from './kinds.js';
import { Notifications } from './notifications.js';

const ID = /^ntf_[0-9a-v]{26}$/;
const CHANNELS: readonly NotificationChannel[] = ['app', 'email'];

class NotificationsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(ID)
  before?: string;
}

class ReadBody {
  @ApiProperty({ description: 'The newest that was seen', example: 'ntf_…' })
  @Matches(ID)
  upTo!: string;
}

class SwitchDto {
  @ApiProperty({ enum: ALL_KINDS })
  @IsIn(ALL_KINDS)
  kind!: NotificationKind;

  @ApiProperty({ enum: CHANNELS })
  @IsIn(CHANNELS)
  channel!: NotificationChannel;

  @ApiProperty()
  @IsBoolean()
  on!: boolean;
}

class SettingsBody {
  @ApiProperty({ type: SwitchDto, isArray: true, description: 'What is not named stays' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ALL_KINDS.length * CHANNELS.length)
  @ValidateNested({ each: true })
  @Type(() => SwitchDto)
  switches!: SwitchDto[];
}

@ApiTags('notifications')
@AnyRole()
@Controller('v1/notifications')
export class NotificationsController {
  constructor(private readonly notifications: Notifications) {}

  @Get()
  @ApiOperation({ summary: 'What I was told, newest first' })
  list(
    @CurrentActor() { personId }: Actor,
    @Query() query: NotificationsQuery,
  ): Promise<NotificationsPage> {
    const { before = null, limit = 30 } = query;
    return this.notifications.page(personId, { before, limit });
  }

  @Get('unread')
  @ApiOperation({ summary: 'How many I have not read; at most 100 are counted' })
  async unread(@CurrentActor() { personId }: Actor): Promise<UnreadView> {
    return { unread: await this.notifications.unread(personId) };
  }

  @Post('read')
  @HttpCode(204)
  @ApiOperation({ summary: 'Mark all as read, up to the newest I have seen' })
  readUpTo(@CurrentActor() { personId }: Actor, @Body() { upTo }: ReadBody): Promise<void> {
    return this.notifications.readUpTo(personId, upTo);
  }

  @Post(':notificationId/read')
  @HttpCode(204)
  @ApiOperation({ summary: 'Mark one as read' })
  read(
    @CurrentActor() { personId }: Actor,
    @Param('notificationId') notificationId: string,
  ): Promise<void> {
    return this.notifications.read(personId, notificationId);
  }

  @Get('settings')
  @ApiOperation({ summary: 'Of what I am told, and by which channel' })
  settings(@CurrentActor() { personId }: Actor): Promise<NotificationSettingsView> {
    return this.notifications.settings(personId);
  }

  @Put('settings')
  @ApiOperation({ summary: 'Turn switches, all or none of those named' })
  async turn(
    @CurrentActor() { personId }: Actor,
    @Body() { switches }: SettingsBody,
  ): Promise<NotificationSettingsView> {
    await this.notifications.turn(personId, switches);
    return this.notifications.settings(personId);
  }
}
