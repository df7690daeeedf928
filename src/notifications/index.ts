export { Notifications1764000016000 } from './migrations/1764000016000-notifications.js';
export { NotificationsModule } from './notifications.module.js';
export { WatchUnread } from './watch-unread.js';
