// A reviewer's word on a held payment: release it or reject it. The case, the payment, the hold in
// the books and the card in the thread change in one commit. When a card was authorised, releasing
// it charges it and rejecting it gives the authorisation back; both follow outside, from an intent
// written in the same commit. A review nobody decides in time is rejected by the clock.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Chat } from '../../chat/index.js';
import { Cases } from '../../fraud/index.js';
import { type BooksRefusal, Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { type Reply, replyRefused, replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { present, Refusal, refusals } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { KEYS } from '../payment/idempotency.js';
import {
  accountsTouched,
  holdReference,
  moved,
  payEntry,
  type Payment,
} from '../payment/payment.js';
import { lockPayment } from '../payment/payment-store.js';
import { recordMove } from '../payment/record-move.js';
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
    readonly chat: Chat,
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
    const { cases, chat } = this.parts;
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
    await recordMove(tx, chat, { payment: next, actor: reviewerId, cause: `case ${caseId}` });
  }

  private async settleBalance(
    tx: Tx,
    payment: Payment,
    { verdict, at, reviewerId }: Decision,
  ): Promise<Payment> {
    const { ledger } = this.parts;
    const hold = holdReference(payment);
    const books = await ledger.lock(tx, accountsTouched(payment), [hold]);
    if (verdict === 'released') {
      const refusal = books.postHold(hold, [payEntry(payment, at)]);
      if (refusal !== undefined) throw refuse(inWords(refusal));
    } else if (books.isPending(hold)) {
      // By the ledger's time the hold may have expired a moment before the clock came by.
      books.voidHold(hold, reviewerId === CLOCK ? 'expired' : 'voided');
    }
    await ledger.write(tx, books);
    return moved(payment, verdict === 'released' ? 'completed' : 'rejected', at);
  }

  private async settleCard(tx: Tx, payment: Payment, { verdict, at }: Decision): Promise<Payment> {
    const leg = verdict === 'released' ? 'capture' : 'cancel';
    await this.parts.calls.intendNow(tx, { subjectId: payment.id, leg });
    return moved(payment, leg === 'capture' ? 'capturing' : 'cancelling', at);
  }
}

function inWords({ code }: BooksRefusal): 'case_overdue' | 'case_payee_restricted' {
  return code === 'hold_expired' || code === 'hold_not_pending'
    ? 'case_overdue'
    : 'case_payee_restricted';
}
