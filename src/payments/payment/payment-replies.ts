// The answers to a send, rendered inside the transaction that makes them true, so that the stored
// answer and the first one are the same bytes.
import { Injectable } from '@nestjs/common';
import { type Database, Transactor } from '../../shared/database.js';
import { type Reply, replyRefused, replyWith } from '../../shared/http.js';
import type { Claim } from '../../shared/idempotency.js';
import { People } from '../../shared/people.js';
import { present } from '../../shared/refusal.js';
import { Cards } from '../cards/cards.js';
import type { PaymentState, PaymentView } from '../contract.js';
import { KEYS } from './idempotency.js';
import type { Payment } from './payment.js';
import { findPayments } from './payment-store.js';
import { toPaymentView } from './payment.view.js';
import { failureRefusal } from './failures.js';

/** In these nothing has moved yet. */
const PENDING: readonly PaymentState[] = ['asking', 'sending', 'funding', 'authenticating'];

@Injectable()
export class PaymentReplies {
  constructor(
    private readonly transactor: Transactor,
    private readonly people: People,
    private readonly cards: Cards,
  ) {}

  /** The views of payments as one person may see them, in their order. */
  async views(
    db: Database,
    payments: readonly Payment[],
    viewerId: string,
  ): Promise<PaymentView[]> {
    const sources = await this.sources(db, payments);
    return payments.map((payment) => toPaymentView(payment, payment.payerId === viewerId, sources));
  }

  /** The views of payments as staff may see them, by payment. */
  async staffViews(db: Database, payments: readonly Payment[]): Promise<Map<string, PaymentView>> {
    const sources = await this.sources(db, payments);
    return new Map(payments.map((payment) => [payment.id, toPaymentView(payment, true, sources)]));
  }

  /** The payer's answer for each payment, by its id. */
  async render(db: Database, payments: readonly Payment[]): Promise<Map<string, Reply>> {
    if (payments.length === 0) return new Map();
    const sources = await this.sources(db, payments);
    return new Map(
      payments.map((payment): [string, Reply] => {
        if (payment.state === 'failed') {
          return [payment.id, replyRefused(failureRefusal(payment.failureCode ?? ''))];
        }
        const status = PENDING.includes(payment.state) ? 202 : 201;
        return [payment.id, replyWith(status, toPaymentView(payment, true, sources))];
      }),
    );
  }

  /**
   * The answer to the request that made the payment. If nobody knows yet what became of the charge,
   * that is the answer (202, "checking"), and stays it; the payment itself goes on to its end.
   */
  async ofKey(claim: Claim, paymentId: string): Promise<Reply> {
    const given = await KEYS.replyOf(this.transactor.reader, claim);
    if (given !== undefined) return given;
    return this.transactor.run(async (tx) => {
      const [payment] = await findPayments(tx, [paymentId]);
      const replies = await this.render(tx, [present(payment, 'the payment was committed')]);
      await KEYS.answerWaiting(
        tx,
        paymentId,
        present(replies.get(paymentId), 'one payment, one reply'),
      );
      return present(await KEYS.replyOf(tx, claim), 'an answered key has an answer');
    });
  }

  private async sources(db: Database, payments: readonly Payment[]) {
    const people = payments.flatMap(({ payerId, payeeId, contactId }) =>
      contactId === null ? [payerId, payeeId] : [payerId, payeeId, contactId],
    );
    return {
      profiles: await this.people.profiles(db, people),
      cards: await this.cards.byIds(
        db,
        payments.map((payment) => payment.cardId),
      ),
    };
  }
}
