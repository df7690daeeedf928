export { NOTIFICATION_MIGRATIONS } from './migrations/index.js';
export { NotificationsModule } from './notifications.module.js';
export { WatchUnread } from './watch-unread.js';
