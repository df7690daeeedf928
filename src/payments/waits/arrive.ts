// The time has come at which payments arrive: a balance pays now, a card that was authorised is captured.
// One whose payee cannot be paid any more goes back to its payer.
import { Injectable } from '@nestjs/common';
import { type Books, Ledger } from '../../ledger/index.js';
import type { Tx } from '../../shared/database.js';
import { Refusal } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { arrived, chargedEntries } from '../payment/making.js';
import { accountsTouched, arrivalReference, moved, type Payment } from '../payment/payment.js';
import { PaymentRecords } from '../payment/payment-records.js';
import type { Caused } from '../payment/payment-store.js';
import { takenBack } from './take-back.js';

@Injectable()
export class Arrive {
  constructor(
    private readonly ledger: Ledger,
    private readonly records: PaymentRecords,
    private readonly calls: ProcessorCalls,
  ) {}

  /** The caller has locked them. */
  async run(tx: Tx, payments: readonly Payment[], at: Date): Promise<void> {
    const books = await this.ledger.lock(
      tx,
      payments.flatMap(accountsTouched),
      payments.map(arrivalReference),
    );
    const moves = payments.map((payment) => arrivalOf(payment, books, at));
    await this.ledger.write(tx, books);
    await this.records.allMoved(tx, moves);
    await this.calls.intendAllNow(
      tx,
      moves.flatMap(({ payment: { id, state } }) => {
        if (state === 'capturing') return [{ subjectId: id, leg: 'capture' }];
        return state === 'cancelling' ? [{ subjectId: id, leg: 'cancel' }] : [];
      }),
    );
  }
}

function arrivalOf(payment: Payment, books: Books, at: Date): Caused {
  const undeliverable = (): Caused => {
    const next = takenBack(payment, books, 'undeliverable', at);
    return { payment: next, actor: 'platform', cause: 'the payee cannot be paid' };
  };
  const byClock = (next: Payment): Caused => ({ payment: next, actor: 'clock', cause: 'arrival' });
  if (payment.cardId !== null) {
    const refusal = books.try(...chargedEntries(payment, payment.id, 0n, at));
    return refusal === undefined ? byClock(moved(payment, 'capturing', at)) : undeliverable();
  }
  const outcome = arrived(payment, books, { at, setAside: arrivalReference(payment) });
  if (outcome instanceof Refusal) return undeliverable();
  const { state, expiresAt } = outcome;
  return byClock(moved(payment, state, at, { expiresAt }));
}
