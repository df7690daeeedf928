import { Module } from '@nestjs/common';
import { DeliverHappenings } from './deliver-happenings.js';
import { MailLetters } from './mail-letters.js';
import { NotificationsController } from './notifications.controller.js';
import { Notifications } from './notifications.js';
import { WatchUnread } from './watch-unread.js';

@Module({
  controllers: [NotificationsController],
  providers: [DeliverHappenings, MailLetters, WatchUnread, Notifications],
})
export class NotificationsModule {}
