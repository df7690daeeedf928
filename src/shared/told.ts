// What a person's open pages are told beside their threads: that something of theirs has changed, and what
// kind of thing; they ask again for what it is.
import type { PersonTold as What } from './contract.js';
import type { Tx } from './database.js';
import type { Outbox } from './outbox.js';

/** The outbox topic; whoever keeps the sockets handles it. */
export const PERSON_TOLD = 'person.told';

export interface PersonTold {
  readonly personIds: readonly string[];
  readonly what: What;
}

/** Tells these people after the commit; nobody, when there is nobody. */
export function tellPeople(tx: Tx, outbox: Outbox, told: PersonTold): Promise<void> {
  return outbox.publish(
    tx,
    told.personIds.length === 0 ? [] : [{ topic: PERSON_TOLD, payload: told }],
  );
}
