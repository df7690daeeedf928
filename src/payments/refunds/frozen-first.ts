// What a report froze of a payment's money pays its refunds first: the hold is ended by the refund's own
// entries, and what of it they do not need is there again.
import type { Books, BooksRefusal, EntryDraft, Ledger } from '../../ledger/index.js';
import type { Tx } from '../../shared/database.js';
import type { Frozen } from '../payment/ports/contests.js';
import type { Payment } from '../payment/payment.js';
import { refundAccounts } from './refund.js';

/** Locks what a refund may touch, with the hold on what is frozen. */
export function lockFor(
  tx: Tx,
  ledger: Ledger,
  refund: {
    readonly ids: readonly string[];
    readonly payment: Payment;
    readonly frozen: Frozen | undefined;
  },
): Promise<Books> {
  const { ids, payment, frozen } = refund;
  const accounts = [
    ...ids.flatMap((id) => Object.values(refundAccounts(id, payment))),
    ...(frozen?.accounts ?? []),
  ];
  return ledger.lock(tx, accounts, frozen === undefined ? [] : [frozen.hold]);
}

/** Posts what was promised, the frozen money first. */
export function postPromise(
  books: Books,
  frozen: Frozen | undefined,
  amount: bigint,
  entries: readonly EntryDraft[],
): BooksRefusal | undefined {
  if (frozen === undefined) return books.post(...entries);
  const part = frozen.amount < amount ? frozen.amount : amount;
  return books.postHold(frozen.hold, entries, part);
}
