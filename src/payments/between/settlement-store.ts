// Settlements as rows. Whether one has happened is never stored: it has when its payment is completed, or
// when it needed none.
import type { Tx } from '../../shared/database.js';
import type { Settlement } from './settling.js';

/** The caller has locked the requests. */
export async function insertSettlements(tx: Tx, settlements: readonly Settlement[]): Promise<void> {
  for (const one of settlements) {
    const { minor, currency } = one.amount;
    await tx.query(
      `INSERT INTO payments.settlements (id, thread_id, payer_id, payee_id, currency, amount, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [one.id, one.threadId, one.payerId, one.payeeId, currency, minor.toString(), one.createdAt],
    );
    await tx.query(
      `INSERT INTO payments.settlement_items (settlement_id, request_id, paid, set_off)
       SELECT $1, i.* FROM UNNEST($2::text[], $3::bigint[], $4::bigint[])
                           AS i (request_id, paid, set_off)`,
      [
        one.id,
        one.items.map(({ requestId }) => requestId),
        one.items.map(({ paid }) => paid.toString()),
        one.items.map(({ setOff }) => setOff.toString()),
      ],
    );
  }
}
