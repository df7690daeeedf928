// What is held for a reviewer, or has yet to arrive, does not reach its payee: the payer took it back, or
// the payee cannot be paid. A balance has its money at once; a card's authorisation is given back by a
// call to its bank.
import { Injectable } from '@nestjs/common';
import { Cases } from '../../fraud/index.js';
import { type Books, Ledger } from '../../ledger/index.js';
import type { Tx } from '../../shared/database.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import type { PaymentReturn } from '../contract.js';
import {
  accountsTouched,
  laterHolds,
  moved,
  type Payment,
  pendingHold,
} from '../payment/payment.js';
import { PaymentRecords } from '../payment/payment-records.js';

@Injectable()
export class TakeBack {
  constructor(
    private readonly ledger: Ledger,
    private readonly cases: Cases,
    private readonly records: PaymentRecords,
    private readonly calls: ProcessorCalls,
  ) {}

  /** Answers what it is then. The caller has locked it. */
  async run(
    tx: Tx,
    payment: Payment,
    { why, payerId, at }: { why: 'recalled' | 'cancelled'; payerId: string; at: Date },
  ): Promise<Payment> {
    await this.cases.close(tx, payment.id, 'The payer cancelled it.', payerId);
    const books = await this.ledger.lock(tx, accountsTouched(payment), laterHolds(payment));
    const next = takenBack(payment, books, why, at);
    await this.ledger.write(tx, books);
    await this.records.moved(tx, { payment: next, actor: payerId, cause: why });
    if (next.state === 'cancelling') {
      await this.calls.intendNow(tx, { subjectId: payment.id, leg: 'cancel' });
    }
    return next;
  }
}

/** Stages the end of its hold where no bank has to be asked first. */
export function takenBack(
  payment: Payment,
  books: Books,
  returned: PaymentReturn,
  at: Date,
): Payment {
  if (payment.cardId !== null) return moved(payment, 'cancelling', at, { returned });
  const held = pendingHold(payment, books);
  if (held !== undefined) books.voidHold(held);
  return moved(payment, 'returned', at, { returned });
}
