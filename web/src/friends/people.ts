// Who is who in a thread: the other person's name for a direct thread, the title for a group, and the
// author of a message.
import type { MessageView, ParticipantView, ThreadView } from '../../../src/chat/contract.js';
import type { PaymentCard } from '../../../src/payments/contract.js';

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

/** The name of a participant, or a neutral word for somebody who left. */
export function nameOf(thread: ThreadView, personId: string): string {
  return thread.participants.find((one) => one.personId === personId)?.name ?? 'Somebody';
}

/** How many messages the viewer has not read. */
export function unreadCount(thread: ThreadView, viewerId: string): number {
  const own = thread.participants.find(({ personId }) => personId === viewerId);
  return own ? Math.max(0, thread.lastSequence - own.readSequence) : 0;
}

/** A message's payment; null when it carries none. */
export function paymentOf({ card }: MessageView): PaymentCard | null {
  return card?.kind === 'payment' ? (card.data as PaymentCard) : null;
}
