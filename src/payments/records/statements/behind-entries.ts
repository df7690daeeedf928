// Which payment or top-up an entry in the books is about, by the entry's reference: it begins with its
// name, or with that of its charge, its refund or its dispute, here or at the processor.
import { type Database, rows } from '../../../shared/database.js';

/** The payments and top-ups behind references, by reference; one that is about none is left out. */
export async function behindEntries(
  db: Database,
  references: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map(
    references.map((reference) => [reference, reference.slice(0, reference.indexOf(':'))]),
  );
  const found = await rows<{ name: string; paymentId: string }>(
    db,
    `SELECT id AS name, id AS "paymentId" FROM payments.payments WHERE id = ANY($1)
     UNION ALL SELECT id, id FROM payments.top_ups WHERE id = ANY($1)
     UNION ALL SELECT id, payment_id FROM payments.exchanges
                WHERE id = ANY($1) AND payment_id IS NOT NULL
     UNION ALL SELECT charge_id, payment_id FROM payments.charges WHERE charge_id = ANY($1)
     UNION ALL SELECT id, payment_id FROM payments.refunds WHERE id = ANY($1)
     UNION ALL SELECT processor_id, payment_id FROM payments.refunds WHERE processor_id = ANY($1)
     UNION ALL SELECT processor_id, payment_id FROM payments.disputes WHERE processor_id = ANY($1)`,
    [[...new Set(names.values())]],
  );
  const byName = new Map(found.map(({ name, paymentId }) => [name, paymentId]));
  return new Map(
    references.flatMap((reference) => {
      const paymentId = byName.get(names.get(reference) ?? '');
      return paymentId === undefined ? [] : [[reference, paymentId] as const];
    }),
  );
}
