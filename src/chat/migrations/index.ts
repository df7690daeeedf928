import { Chat1764000004000 } from './1764000004000-chat.js';
import { ChatPeople1764000011000 } from './1764000011000-people.js';
import { ChatRosters1764000011100 } from './1764000011100-rosters.js';
import { ChatUnread1764000016200 } from './1764000016200-unread.js';
import { ChatErasure1764000016600 } from './1764000016600-erasure.js';
import { KnownThreads1764000017510 } from './1764000017510-known-threads.js';

export const CHAT_MIGRATIONS = [
  Chat1764000004000,
  ChatPeople1764000011000,
  ChatRosters1764000011100,
  ChatUnread1764000016200,
  ChatErasure1764000016600,
  KnownThreads1764000017510,
];
