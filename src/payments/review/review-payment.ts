// A reviewer's word on a held payment: release it or reject it. The case, the payment, the hold in
// the books and the card in the thread change in one commit. When a card was authorised, releasing
// it charges it and rejecting it gives the authorisation back; both follow outside, from an intent
// written in the same commit. A review nobody decides in time is rejected by the clock.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cases } from '../../fraud/index.js';
import { type Books, type BooksRefusal, Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { type Reply, replyRefused, replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { present, Refusal, refusals } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { claimEntry } from '../payment/claim.js';
import { KEYS } from '../payment/idempotency.js';
import { whereTo } from '../payment/making.js';
import {
  accountsTouched,
  holdReference,
  moved,
  payEntry,
  payerAccount,
  type Payment,
  pendingAccount,
  waitHold,
} from '../payment/payment.js';
import { lockPayment } from '../payment/payment-store.js';
import { PaymentRecords } from '../payment/payment-records.js';
import { Sweeper } from '../sweep/sweeper.js';
import { ReviewDesk } from './review-desk.js';

const refuse = refusals({
  case_not_held: { kind: 'conflict', title: 'This payment is no longer held for review.' },
  case_overdue: { kind: 'conflict', title: 'The time to decide this payment is over.' },
  case_payee_restricted: {
    kind: 'conflict',
    title: 'The payee or the payer is frozen or limited at the moment; reject it, or wait.',
  },
  case_own_payment: { kind: 'forbidden', title: 'Nobody reviews a payment they are part of.' },
});

export type Verdict = 'released' | 'rejected';

export interface ReviewCommand extends Claim {
  readonly caseId: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly at: Date;
}

type Decision = Pick<ReviewCommand, 'caseId' | 'verdict' | 'reason' | 'at'> & {
  readonly reviewerId: string;
};

/** Who decides when nobody did in time. */
const CLOCK = 'clock';
const OVERDUE_MAX = 20;

/** The pillars a review stands on. */
@Injectable()
export class ReviewParts {
  constructor(
    readonly ledger: Ledger,
    readonly cases: Cases,
    readonly records: PaymentRecords,
    readonly calls: ProcessorCalls,
  ) {}
}

@Injectable()
export class ReviewPayment implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: ReviewParts,
    private readonly desk: ReviewDesk,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('ending reviews', () => this.expireOverdue());
  }

  /** Decides a case. Refusals are answers too, and are kept with the key. */
  async run(command: ReviewCommand): Promise<Answer> {
    return this.transactor.run(async (tx) => {
      const [claim] = await KEYS.claim(tx, [command]);
      if (claim?.kind === 'answered') return claim;
      const reply = await this.reply(tx, { ...command, reviewerId: command.personId });
      const { personId, key, caseId } = command;
      await KEYS.remember(tx, [{ personId, key, subjectId: caseId, reply }]);
      return { reply, replayed: false };
    });
  }

  /** Rejects what nobody decided in time: the money must not wait for ever. */
  async expireOverdue(): Promise<void> {
    const { cases } = this.parts;
    const at = this.clock.now();
    for (const { id } of await cases.overdue(this.transactor.reader, at, OVERDUE_MAX)) {
      const reason = 'Nobody decided before the deadline.';
      // A reviewer who was faster has decided it; the others are still the clock's.
      await this.transactor
        .run((tx) =>
          this.decide(tx, { caseId: id, verdict: 'rejected', reason, at, reviewerId: CLOCK }),
        )
        .catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
        });
    }
  }

  // All checks come before the first write, so a refusal leaves nothing but itself.
  private async reply(tx: Tx, decision: Decision): Promise<Reply> {
    try {
      await this.decide(tx, decision);
      return replyWith(200, await this.desk.one(tx, decision.caseId));
    } catch (error) {
      if (error instanceof Refusal) return replyRefused(error);
      throw error;
    }
  }

  private async decide(tx: Tx, decision: Decision): Promise<void> {
    const { cases, records } = this.parts;
    const { caseId, verdict, reason, reviewerId } = decision;
    const { candidateId } = await cases.one(tx, caseId);
    const payment = present(await lockPayment(tx, candidateId), `case ${caseId} has a payment`);
    await cases.lockOpen(tx, caseId);
    if (payment.state !== 'held') throw refuse('case_not_held');
    if ([payment.payerId, payment.payeeId].includes(reviewerId)) throw refuse('case_own_payment');
    const next =
      payment.cardId === null
        ? await this.settleBalance(tx, payment, decision)
        : await this.settleCard(tx, payment, decision);
    await cases.decide(tx, { caseId, state: verdict, reviewerId, reason });
    await records.moved(tx, { payment: next, actor: reviewerId, cause: `case ${caseId}` });
  }

  private async settleBalance(
    tx: Tx,
    payment: Payment,
    { verdict, at, reviewerId }: Decision,
  ): Promise<Payment> {
    const { ledger } = this.parts;
    const hold = holdReference(payment);
    const books = await ledger.lock(tx, accountsTouched(payment), [hold]);
    if (verdict === 'rejected') {
      // By the ledger's time the hold may have expired a moment before the clock came by.
      if (books.isPending(hold)) books.voidHold(hold, reviewerId === CLOCK ? 'expired' : 'voided');
      await ledger.write(tx, books);
      return moved(payment, 'rejected', at);
    }
    const refusal = released(payment, books, at);
    if (refusal !== undefined) throw refuse(inWords(refusal));
    await ledger.write(tx, books);
    if (arrivesLater(payment, at)) return moved(payment, 'arriving', at);
    const { state, expiresAt } = whereTo(payment, at);
    return moved(payment, state, at, { expiresAt });
  }

  private async settleCard(tx: Tx, payment: Payment, { verdict, at }: Decision): Promise<Payment> {
    const { ledger, calls } = this.parts;
    if (verdict === 'released' && arrivesLater(payment, at)) {
      const books = await ledger.lock(tx, accountsTouched(payment), [holdReference(payment)]);
      const refusal = released(payment, books, at);
      if (refusal !== undefined) throw refuse(inWords(refusal));
      await ledger.write(tx, books);
      return moved(payment, 'arriving', at);
    }
    const leg = verdict === 'released' ? 'capture' : 'cancel';
    await calls.intendNow(tx, { subjectId: payment.id, leg });
    return moved(payment, leg === 'capture' ? 'capturing' : 'cancelling', at);
  }
}

const arrivesLater = ({ arrivesAt }: Payment, at: Date): boolean =>
  arrivesAt !== null && arrivesAt > at;

/** Stages what a release does to the hold: the money moves, or goes on waiting for its time. */
function released(payment: Payment, books: Books, at: Date): BooksRefusal | undefined {
  const hold = holdReference(payment);
  if (arrivesLater(payment, at)) {
    const { cardId, amount } = payment;
    const account = cardId === null ? payerAccount(payment) : pendingAccount(amount.currency);
    return books.voidHold(hold) ?? books.hold(waitHold(payment, account, 'arrival'));
  }
  const entry = payment.toAccept ? claimEntry(payment, at) : payEntry(payment, at);
  return books.postHold(hold, [entry]);
}

function inWords({ code }: BooksRefusal): 'case_overdue' | 'case_payee_restricted' {
  return code === 'hold_expired' || code === 'hold_not_pending'
    ? 'case_overdue'
    : 'case_payee_restricted';
}
