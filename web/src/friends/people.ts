// Who is who in a thread: the other person's name for a direct thread, the title for a group, and the
// author of a message.
import type {
  CardView,
  MessageView,
  ParticipantView,
  ThreadView,
} from '../../../src/chat/contract.js';
import type { PaymentCard } from '../../../src/payments/contract.js';
import type { RequestCard } from '../../../src/payments/requests/contract.js';
import type { GiftCard } from '../../../src/payments/gifts/contract.js';
import type { SplitCard } from '../../../src/payments/splits/contract.js';

/** The other participant of a direct thread; null in a group. */
export function otherOf(thread: ThreadView, viewerId: string): ParticipantView | null {
  if (thread.kind === 'group') return null;
  return thread.participants.find(({ personId }) => personId !== viewerId) ?? null;
}

/** What a thread is called on screen. */
export function threadName(thread: ThreadView, viewerId: string): string {
  const other = otherOf(thread, viewerId);
  if (other) return other.name;
  if (thread.title) return thread.title;
  const names = thread.participants.filter(({ personId }) => personId !== viewerId);
  return names.map(({ name }) => name).join(', ') || 'Just you';
}

/** The name of somebody who is or was in the thread, or a neutral word for anybody else. */
export function nameOf({ participants, former }: ThreadView, personId: string): string {
  const person =
    participants.find((one) => one.personId === personId) ??
    former.find(({ id }) => id === personId);
  return person?.name ?? 'Somebody';
}

/** What happened to the thread, as a sentence without its full stop. */
export function eventWords(thread: ThreadView, message: MessageView, viewerId: string): string {
  const { event, authorId } = message;
  if (event === null) return '';
  const name = (id: string): string => (id === viewerId ? 'you' : nameOf(thread, id));
  const who = authorId === viewerId ? 'You' : nameOf(thread, authorId);
  const whom = event.personIds.map(name).join(', ');
  const rank = { owner: 'an owner', admin: 'an admin', member: 'a member' }[event.role ?? 'member'];
  const words: Record<typeof event.kind, string> = {
    created: `${who} made this group with ${whom}`,
    added: `${who} added ${whom}`,
    joined: `${who} joined by an invitation`,
    left: `${who} left`,
    removed: `${who} removed ${whom}`,
    renamed: `${who} named this group “${event.title ?? ''}”`,
    role_changed: `${whom.charAt(0).toUpperCase()}${whom.slice(1)} ${whom === 'you' ? 'are' : 'is'} now ${rank}`,
  };
  return words[event.kind];
}

const CARDS: Record<CardView['kind'], string> = {
  payment: 'A payment',
  request: 'A request',
  split: 'A bill',
  gift: 'A gift',
};

/** What a message says in one line, where there is no room for it. */
export function lineOf(thread: ThreadView, message: MessageView, viewerId: string): string {
  if (message.deletedAt !== null) return 'Deleted message';
  if (message.event !== null) return eventWords(thread, message, viewerId);
  if (message.card !== null) return CARDS[message.card.kind];
  return message.body ?? 'A picture';
}

/** How many messages the viewer has not read. */
export function unreadCount(thread: ThreadView, viewerId: string): number {
  const own = thread.participants.find(({ personId }) => personId === viewerId);
  return own ? Math.max(0, thread.lastSequence - own.readSequence) : 0;
}

/** A message's request; null when it carries none. */
export function requestOf({ card }: MessageView): RequestCard | null {
  return card?.kind === 'request' ? (card.data as RequestCard) : null;
}

/** A message's bill; null when it carries none. */
export function splitOf({ card }: MessageView): SplitCard | null {
  return card?.kind === 'split' ? (card.data as SplitCard) : null;
}

/** A message's gift; null when it carries none. */
export function giftOf({ card }: MessageView): GiftCard | null {
  return card?.kind === 'gift' ? (card.data as GiftCard) : null;
}

/** A message's payment; null when it carries none. */
export function paymentOf({ card }: MessageView): PaymentCard | null {
  return card?.kind === 'payment' ? (card.data as PaymentCard) : null;
}
