// What people may want to be told of. Whoever makes it happen announces it in the same transaction and
// goes on; who is told, by which channel, or not at all, is decided after the commit by the room of
// notifications, which hears all of it.
import type { MoneyView, NotificationKind } from './contract.js';
import type { Tx } from './database.js';
import type { Outbox } from './outbox.js';

/** The outbox topic; its payload is a list of happenings. */
export const HAPPENED = 'notifications.happened';

export interface Happening {
  readonly kind: NotificationKind;
  /** Names what happened: whoever was told of it is not told again. */
  readonly event: string;
  readonly personIds: readonly string[];
  /** The other person in it, whose name is said; null for nobody. */
  readonly otherId: string | null;
  /** Where it happened; null when those told are in no thread of it. */
  readonly threadId: string | null;
  /** The payment or request it is about. */
  readonly subjectId: string | null;
  readonly amount: MoneyView | null;
  /** What tells apart the sentences of one kind: a word of ours, never a person's. */
  readonly detail: string | null;
}

/** Announces after the commit what happened; nothing, when nothing did. */
export function announce(tx: Tx, outbox: Outbox, happenings: readonly Happening[]): Promise<void> {
  return outbox.publish(
    tx,
    happenings.length === 0 ? [] : [{ topic: HAPPENED, payload: happenings }],
  );
}
