export { type Acquaintance, acquaintance } from './acquaintance.js';
export { ChatModule } from './chat.module.js';
export { ChatThreads } from './chat-threads.js';
export { Chat, type CardDraft, type MessageDraft } from './chat.js';
export { LiveAdapter } from './live/live.adapter.js';
export { CHAT_MIGRATIONS } from './migrations/index.js';
export type { Roster } from './threads/thread-store.js';
export { askedAfterMinutes, contactsOf } from './conversation.js';
export { mutedBy, type Unread, unreadBetween } from './threads/unheard.js';
