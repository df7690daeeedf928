export { type Acquaintance, acquaintance } from './acquaintance.js';
export { ChatModule } from './chat.module.js';
export { Chat, type CardDraft, type MessageDraft, type Roster } from './chat.js';
export { Chat1764000004000 } from './migrations/1764000004000-chat.js';
export { LiveAdapter } from './live.adapter.js';
