// The standing confirmations of schedules: what a payer confirmed when the schedule was made counts for
// each of its occurrences and for nothing else. It is read from what was stored then, and compared with
// the payment that is about to be made, letter by letter; nothing is taken from whoever asks.
import { preparedRows, type Tx } from '../../shared/database.js';
import type { OccurrenceKey } from '../payment/ports/scheduled-sender.js';
import { digestOfSchedule, type Statement } from './confirming.js';

interface MandateRow extends OccurrenceKey {
  readonly plan: string;
  readonly mandate: Buffer;
}

export class Mandates {
  private constructor(private readonly stored: ReadonlyMap<string, MandateRow>) {}

  /** Those of occurrences that are being sent; others have none. */
  static async read(tx: Tx, keys: readonly OccurrenceKey[]): Promise<Mandates> {
    if (keys.length === 0) return new Mandates(new Map());
    const found = await preparedRows<MandateRow>(
      tx,
      `SELECT o.schedule_id AS "scheduleId", o.number, t.plan, t.mandate
         FROM UNNEST($1::text[], $2::int[]) AS k (schedule_id, number)
         JOIN payments.schedule_occurrences o USING (schedule_id, number)
         JOIN payments.schedule_terms t ON t.schedule_id = o.schedule_id AND t.revision = o.revision
        WHERE o.state = 'claimed' AND t.mandate IS NOT NULL`,
      [keys.map(({ scheduleId }) => scheduleId), keys.map(({ number }) => number)],
    );
    return new Mandates(new Map(found.map((row) => [nameOf(row), row])));
  }

  /** Whether its payer confirmed exactly this payment, as one of that schedule. */
  covers(payment: Statement, key: OccurrenceKey): boolean {
    const found = this.stored.get(nameOf(key));
    return found !== undefined && digestOfSchedule(payment, found.plan).equals(found.mandate);
  }
}

const nameOf = ({ scheduleId, number }: OccurrenceKey): string => `${scheduleId} ${String(number)}`;
