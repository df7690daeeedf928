// Money that waited for its payee goes back to its payer: at once to their balance, or to the card that
// paid it, as a refund that is asked for after the commit. Where a card cannot be given its money back,
// because its bank has taken it or is taking it, the balance has it.
import { Injectable } from '@nestjs/common';
import { type AccountRef, Ledger } from '../../ledger/index.js';
import type { Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import type { PaymentReturn } from '../contract.js';
import { chargedAmong } from '../funding/charge-store.js';
import { unclaimedEntry, unclaimedToCardEntry } from '../payment/claim.js';
import { accountsTouched, moved, type Payment } from '../payment/payment.js';
import { PaymentRecords } from '../payment/payment-records.js';
import type { Caused } from '../payment/payment-store.js';
import { newRefund, type Refund } from '../refunds/refund.js';
import { REFUND } from '../refunds/refund-payment.js';
import { insertRefund } from '../refunds/refund-store.js';

/** Who sends it back, and why. */
export interface GivingBack {
  readonly why: PaymentReturn;
  readonly actor: string;
  readonly at: Date;
}

const REASONS: Record<PaymentReturn, string> = {
  recalled: 'recalled',
  cancelled: 'cancelled before it was accepted',
  declined: 'declined',
  expired: 'not accepted in time',
  undeliverable: 'could not arrive',
};

@Injectable()
export class GiveBack {
  constructor(
    private readonly ledger: Ledger,
    private readonly records: PaymentRecords,
    private readonly calls: ProcessorCalls,
  ) {}

  /**
   * Sends them back and answers what they are then. One whose payer may not receive money at the moment is
   * left as it is, and left out. The caller has locked them.
   */
  async run(tx: Tx, payments: readonly Payment[], giving: GivingBack): Promise<Payment[]> {
    const { why, actor, at } = giving;
    const charged = await chargedAmong(
      tx,
      payments.map(({ id }) => id),
    );
    const plans = payments.map((payment) => ({
      payment,
      refund: charged.has(payment.id) && isRefundable(payment) ? refundFor(payment, giving) : null,
    }));
    const books = await this.ledger.lock(
      tx,
      plans.flatMap(({ payment, refund }) => [
        ...accountsTouched(payment),
        ...(refund === null ? [] : [payable(payment, refund.id)]),
      ]),
    );
    const done = plans.filter(({ payment, refund }) => {
      const entry =
        refund === null
          ? unclaimedEntry(payment, at)
          : unclaimedToCardEntry(payment, refund.id, at);
      return books.post(entry) === undefined;
    });
    await this.ledger.write(tx, books);
    const refunds = done.flatMap(({ refund }) => refund ?? []);
    for (const refund of refunds) await insertRefund(tx, refund);
    const moves = done.map(({ payment, refund }): Caused => {
      const refunded = payment.refunded + (refund?.amount ?? 0n);
      const next = moved(payment, 'returned', at, { returned: why, refunded });
      return { payment: next, actor, cause: REASONS[why] };
    });
    await this.records.allMoved(tx, moves);
    await this.calls.intendAllNow(
      tx,
      refunds.map(({ id }) => ({ subjectId: id, leg: REFUND })),
    );
    return moves.map(({ payment }) => payment);
  }
}

const payable = ({ amount }: Payment, refundId: string): AccountRef => ({
  name: 'refund.payable',
  owner: refundId,
  currency: amount.currency,
});

const isRefundable = ({ refunded, dispute }: Payment): boolean =>
  refunded === 0n && dispute !== 'open' && dispute !== 'lost';

function refundFor(payment: Payment, { why, actor, at }: GivingBack): Refund {
  const plan = {
    id: newId('rfd'),
    amount: payment.amount.minor,
    destination: 'card',
    reason: REASONS[why],
    askedBy: actor,
    processorId: null,
    at,
  } as const;
  return newRefund(plan, payment, 0n);
}
