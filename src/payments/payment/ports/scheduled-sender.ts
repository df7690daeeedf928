// Who sends what was scheduled, for the room of schedules, which stands below the verb: the verb is the
// one that everybody's payments go through.
import type { Answer, Claim } from '../../../shared/idempotency.js';
import type { Money } from '../../../shared/money.js';

/** Which occurrence of which schedule a payment is made for. */
export interface OccurrenceKey {
  readonly scheduleId: string;
  readonly number: number;
}

export interface ScheduledSend extends Claim {
  readonly threadId: string;
  readonly payeeId: string;
  readonly amount: Money;
  /** The card that funds it; null is the balance. */
  readonly cardId: string | null;
  readonly note: string | null;
  readonly occurrence: OccurrenceKey;
  readonly at: Date;
}

export abstract class ScheduledSender {
  /** Sends it once for its key; refusals are answers too. Refuses only what is not kept with the key. */
  abstract run(send: ScheduledSend): Promise<Answer>;
}
