// The migrations of notifications; see those of the ledger for when they run.
import { Notifications1764000016000 } from './1764000016000-notifications.js';
import { NotificationErasure1764000016800 } from './1764000016800-erasure.js';

export const NOTIFICATION_MIGRATIONS = [
  Notifications1764000016000,
  NotificationErasure1764000016800,
];
