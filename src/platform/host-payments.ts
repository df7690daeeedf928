// Payments as a host reads them: ids, money and state. What people wrote and how they are called is
// not for servers.
import { type Database, rows } from '../shared/database.js';
import { formatMinor } from '../shared/money.js';
import { cut } from '../shared/pages.js';
import type { HostPaymentPage, HostPaymentView } from './contract.js';

interface Row {
  id: string;
  thread_id: string;
  payer_id: string;
  payee_id: string;
  amount: string;
  currency: string;
  state: string;
  refunded: string;
  dispute: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface PaymentPlace {
  readonly threadId?: string;
  /** Those before this id, if given. */
  readonly before: string | null;
  readonly limit: number;
}

/** Payments, newest first. */
export async function hostPayments(db: Database, place: PaymentPlace): Promise<HostPaymentPage> {
  const found = await rows<Row>(
    db,
    `SELECT * FROM payments.payments
      WHERE ($1::text IS NULL OR thread_id = $1) AND ($2::text IS NULL OR id < $2)
      ORDER BY id DESC LIMIT $3`,
    [place.threadId ?? null, place.before, place.limit + 1],
  );
  const page = cut(found, place.limit, ({ id }) => id);
  return { payments: page.rows.map(toView), next: page.next };
}

/** One of them, if there is one. */
export async function hostPayment(db: Database, id: string): Promise<HostPaymentView | undefined> {
  const [row] = await rows<Row>(db, 'SELECT * FROM payments.payments WHERE id = $1', [id]);
  return row === undefined ? undefined : toView(row);
}

const toView = (row: Row): HostPaymentView => ({
  id: row.id,
  threadId: row.thread_id,
  payerId: row.payer_id,
  payeeId: row.payee_id,
  amount: { amount: formatMinor(BigInt(row.amount), row.currency), currency: row.currency },
  state: row.state,
  refunded: row.refunded === '0' ? null : formatMinor(BigInt(row.refunded), row.currency),
  dispute: row.dispute,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
