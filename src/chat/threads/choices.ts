// What somebody chose for themselves (a block, a mute, whether money is suggested) is told to their own
// screens and to nobody else.
import type { Tx } from '../../shared/database.js';
import type { Outbox } from '../../shared/outbox.js';

/** The outbox topic on which it leaves. */
export const CHOICES_CHANGED = 'chat.choices_changed';

export interface ChoicesChangedFor {
  readonly personId: string;
}

export async function tellChoices(outbox: Outbox, tx: Tx, personId: string): Promise<void> {
  const payload: ChoicesChangedFor = { personId };
  await outbox.publish(tx, [{ topic: CHOICES_CHANGED, payload }]);
}
