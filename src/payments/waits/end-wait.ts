// The end of a wait by one of its two people: the payer undoes it, recalls it or cancels it, the payee
// accepts or declines it. Whoever is first under the payment's lock decides, the clock and reviewers
// included; whoever comes after is told that it is over.
import { Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { present } from '../../shared/refusal.js';
import type { PaymentState } from '../contract.js';
import { claimedEntry } from '../payment/claim.js';
import { KEYS } from '../payment/idempotency.js';
import { accountsTouched, moved, type Payment, sendingReference } from '../payment/payment.js';
import { PaymentRecords } from '../payment/payment-records.js';
import { PaymentReplies } from '../payment/payment-replies.js';
import { lockPayment } from '../payment/payment-store.js';
import { Accepting } from '../trust/accepting.js';
import { GiveBack } from './give-back.js';
import { refuseWait } from './refusals.js';
import { TakeBack } from './take-back.js';

export type WaitWord = 'undo' | 'recall' | 'cancel' | 'accept' | 'decline';

export interface WaitCommand extends Claim {
  readonly paymentId: string;
  readonly word: WaitWord;
  readonly at: Date;
}

interface Rule {
  readonly who: 'payerId' | 'payeeId';
  readonly states: readonly PaymentState[];
  readonly over: 'undo_over' | 'recall_over' | 'cancel_over' | 'claim_over';
}

const RULES: Record<WaitWord, Rule> = {
  undo: { who: 'payerId', states: ['sending'], over: 'undo_over' },
  recall: { who: 'payerId', states: ['arriving'], over: 'recall_over' },
  cancel: { who: 'payerId', states: ['waiting', 'held'], over: 'cancel_over' },
  accept: { who: 'payeeId', states: ['waiting'], over: 'claim_over' },
  decline: { who: 'payeeId', states: ['waiting'], over: 'claim_over' },
};

/** The ways a wait ends. */
@Injectable()
export class EndWaitParts {
  constructor(
    readonly ledger: Ledger,
    readonly records: PaymentRecords,
    readonly takeBack: TakeBack,
    readonly giveBack: GiveBack,
  ) {}
}

@Injectable()
export class EndWait {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: EndWaitParts,
    private readonly replies: PaymentReplies,
  ) {}

  /** Answers the payment as it is then. Refusals are answers too, and are kept with the key. */
  run(command: WaitCommand): Promise<Answer> {
    const { paymentId, personId } = command;
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const next = await this.end(tx, await this.waiting(tx, command), command);
        const [view] = await this.replies.views(tx, [next], personId);
        return { subjectId: paymentId, reply: replyWith(200, present(view, 'one payment')) };
      }),
    );
  }

  /** The payment, locked, if this person may end its wait like that now. */
  private async waiting(tx: Tx, { paymentId, personId, word, at }: WaitCommand): Promise<Payment> {
    const { who, states, over } = RULES[word];
    const payment = await lockPayment(tx, paymentId);
    const isHidden = who === 'payeeId' && payment?.shown === false;
    if (payment?.[who] !== personId || isHidden) throw refuseWait('wait_payment_unknown');
    const until = endOf(payment);
    if (!states.includes(payment.state) || (until !== null && until <= at)) throw refuseWait(over);
    return payment;
  }

  private async end(
    tx: Tx,
    payment: Payment,
    { word, personId, at }: WaitCommand,
  ): Promise<Payment> {
    const { takeBack } = this.parts;
    if (word === 'undo') return this.undo(tx, payment, at);
    if (word === 'accept') return this.accept(tx, payment, at);
    if (payment.state === 'waiting') {
      const why = word === 'decline' ? 'declined' : 'cancelled';
      const [next] = await this.parts.giveBack.run(tx, [payment], { why, actor: personId, at });
      if (next === undefined) throw refuseWait('wait_restricted');
      return next;
    }
    const why = word === 'recall' ? 'recalled' : 'cancelled';
    return takeBack.run(tx, payment, { why, payerId: personId, at });
  }

  private async undo(tx: Tx, payment: Payment, at: Date): Promise<Payment> {
    const { ledger, records } = this.parts;
    const reference = sendingReference(payment);
    const books = await ledger.lock(tx, accountsTouched(payment), [reference]);
    if (books.isPending(reference)) books.voidHold(reference);
    await ledger.write(tx, books);
    const next = moved(payment, 'undone', at);
    await records.moved(tx, { payment: next, actor: payment.payerId, cause: 'undo by payer' });
    return next;
  }

  private async accept(tx: Tx, payment: Payment, at: Date): Promise<Payment> {
    const { ledger, records } = this.parts;
    const { payeeId, dispute } = payment;
    if (dispute === 'open' || dispute === 'lost') throw refuseWait('claim_disputed');
    const books = await ledger.lock(tx, accountsTouched(payment));
    const accepting = await Accepting.read(tx, [payeeId]);
    if (accepting.whyOf(payeeId) === 'unproven') throw refuseWait('claim_needs_email');
    if (books.post(claimedEntry(payment, at)) !== undefined) throw refuseWait('wait_restricted');
    await ledger.write(tx, books);
    const next = moved(payment, 'completed', at);
    await records.moved(tx, { payment: next, actor: payeeId, cause: 'accepted' });
    return next;
  }
}

/** Until when its wait can be ended by a word. */
function endOf({ state, sendsAt, arrivesAt, expiresAt, reviewBy }: Payment): Date | null {
  if (state === 'sending') return sendsAt;
  if (state === 'arriving') return arrivesAt;
  return state === 'held' ? reviewBy : expiresAt;
}
