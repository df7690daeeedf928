// Whoever works here and looks at a payment looks at the data of two people; that is put on record.
import { recordViews } from '../../identity/index.js';
import type { Tx } from '../../shared/database.js';
import type { PaymentView } from '../contract.js';

/** Records that somebody of the staff looked at both sides of a payment, and what they worked on. */
export function recordLook(
  tx: Tx,
  viewerId: string,
  { payer, payee }: PaymentView,
  reason: string,
): Promise<void> {
  return recordViews(
    tx,
    [payer, payee].map(({ id }) => ({ viewerId, subjectId: id, reason })),
  );
}
