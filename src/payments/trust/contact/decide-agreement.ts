// The end of a wait for a trusted contact: they agree or decline, the payer calls it off, or the time is
// over. Whoever is first under the payment's lock decides it. Agreed to, the payment goes the way of any
// other, now: limits, judge and books are asked as they are at this moment, and may still say no.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cases, Fraud } from '../../../fraud/index.js';
import { type Books, Ledger } from '../../../ledger/index.js';
import { Clock } from '../../../shared/clock.js';
import { Transactor, type Tx } from '../../../shared/database.js';
import { replyWith } from '../../../shared/http.js';
import type { Answer, Claim } from '../../../shared/idempotency.js';
import { pairKey } from '../../../shared/pairs.js';
import { Refusal } from '../../../shared/refusal.js';
import { ProcessorCalls } from '../../calls/processor-calls.js';
import { KEYS } from '../../payment/idempotency.js';
import { held, inWords, type Outcome, paid, refuseSend } from '../../payment/making.js';
import {
  accountsTouched,
  agreementReference,
  isCharging,
  moved,
  payEntry,
  type Payment,
} from '../../payment/payment.js';
import { PaymentRecords } from '../../payment/payment-records.js';
import { lockPayment } from '../../payment/payment-store.js';
import { Sweeper } from '../../sweep/sweeper.js';
import { payeeIn, refusePayee } from '../payee.js';
import { Exemptions } from '../exemptions.js';
import { SendGate } from '../send-gate.js';
import { type AgreementEnding, ended, refuseAgreement } from './agreement.js';
import { overdueAgreements } from './contact-store.js';

export type AgreementWord = 'agree' | 'decline' | 'call_off';

export interface AgreementCommand extends Claim {
  readonly paymentId: string;
  readonly word: AgreementWord;
  readonly at: Date;
}

const ENDINGS: Record<Exclude<AgreementWord, 'agree'>, AgreementEnding> = {
  decline: 'agreement_declined',
  call_off: 'agreement_called_off',
};
const EXPIRED_MAX = 20;

/** The pillars an agreement stands on. */
@Injectable()
export class AgreementParts {
  constructor(
    readonly ledger: Ledger,
    readonly fraud: Fraud,
    readonly cases: Cases,
    readonly records: PaymentRecords,
    readonly calls: ProcessorCalls,
  ) {}
}

@Injectable()
export class DecideAgreement implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: AgreementParts,
    private readonly gate: SendGate,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('ending agreements', () => this.expire());
  }

  /** Answers what state the payment is in then. Refusals are answers too, and are kept with the key. */
  run(command: AgreementCommand): Promise<Answer> {
    const { paymentId, personId, word, at } = command;
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const payment = await this.waiting(tx, command);
        const next =
          word === 'agree'
            ? await this.agree(tx, payment, at)
            : await this.end(tx, payment, ENDINGS[word], at);
        const cause = `${word} by ${word === 'call_off' ? 'payer' : 'contact'}`;
        await this.parts.records.moved(tx, { payment: next, actor: personId, cause });
        const view = { paymentId, state: next.state, failureCode: next.failureCode };
        return { subjectId: paymentId, reply: replyWith(200, view) };
      }),
    );
  }

  /** Ends those whose time is over. */
  async expire(): Promise<void> {
    const at = this.clock.now();
    for (const id of await overdueAgreements(this.transactor.reader, at, EXPIRED_MAX)) {
      await this.transactor.run(async (tx) => {
        const payment = await lockPayment(tx, id);
        if (payment?.state !== 'asking') return;
        const next = await this.end(tx, payment, 'agreement_expired', at);
        await this.parts.records.moved(tx, { payment: next, actor: 'clock', cause: 'deadline' });
      });
    }
  }

  /** The payment, locked, if this person has a word in it now. */
  private async waiting(
    tx: Tx,
    { paymentId, personId, word, at }: AgreementCommand,
  ): Promise<Payment> {
    const payment = await lockPayment(tx, paymentId);
    const whose = word === 'call_off' ? payment?.payerId : payment?.contactId;
    if (payment === undefined || whose !== personId) throw refuseAgreement('agreement_unknown');
    const isOver = payment.agreeBy !== null && payment.agreeBy <= at;
    if (payment.state !== 'asking' || isOver) throw refuseAgreement('agreement_over');
    return payment;
  }

  private async end(tx: Tx, payment: Payment, ending: AgreementEnding, at: Date): Promise<Payment> {
    const { ledger } = this.parts;
    const reference = agreementReference(payment);
    const books = await ledger.lock(tx, accountsTouched(payment), [reference]);
    // By the ledger's time the hold may have expired a moment before the clock came by.
    if (books.isPending(reference)) {
      books.voidHold(reference, ending === 'agreement_expired' ? 'expired' : 'voided');
    }
    await ledger.write(tx, books);
    return ended(payment, ending, at);
  }

  private async agree(tx: Tx, payment: Payment, at: Date): Promise<Payment> {
    const { ledger, fraud, cases, calls } = this.parts;
    const reference = agreementReference(payment);
    const obstacle = await this.obstacleOf(tx, payment);
    const books = await ledger.lock(tx, accountsTouched(payment), [reference]);
    const judge = await fraud.prepare(tx, [payment.payerId]);
    const gate = await this.gate.again(tx, payment);
    const { id, payerId, payeeId, amount } = payment;
    const assessment = judge.assess({ id, payerId, payeeId, amount, occurredAt: at });
    const decision = (await Exemptions.usedBy(tx, [id])).decisionOn(assessment);
    const toReview = decision !== 'allow';
    const refused =
      obstacle ?? (decision === 'block' ? refuseSend('payment_blocked') : gate.refusalOf(payment));
    const outcome = refused ?? settled(payment, books, { toReview, at });
    if (outcome instanceof Refusal) {
      judge.refuse(assessment);
      if (books.isPending(reference)) books.voidHold(reference);
    }
    await fraud.write(tx, judge);
    await ledger.write(tx, books);
    if (outcome instanceof Refusal) return ended(payment, outcome.code, at);
    const { state, reviewBy } = outcome;
    if (reviewBy !== null) await cases.open(tx, [{ candidateId: id, reviewBy }]);
    if (isCharging(outcome)) {
      await calls.intendNow(tx, { subjectId: id, leg: toReview ? 'authorise' : 'charge' });
    }
    return moved(payment, state, at, { reviewBy, agreedAt: at });
  }

  /** Why the payee cannot be paid any more, if something happened between the two meanwhile. */
  private async obstacleOf(tx: Tx, payment: Payment): Promise<Refusal | undefined> {
    const { threads } = this.parts.records;
    const { threadId, payerId: personId, payeeId } = payment;
    const roster = (await threads.rosters(tx, [threadId])).get(threadId);
    const payee = payeeIn(roster, { personId, payeeId });
    if (payee instanceof Refusal) return payee;
    const blocked = await threads.blocked(tx, [[personId, payeeId]]);
    return blocked.has(pairKey([personId, payeeId])) ? refusePayee('payee_unavailable') : undefined;
  }
}

/** What becomes of it, as of any payment: from a balance with the money that was set aside for it. */
function settled(
  payment: Payment,
  books: Books,
  { toReview, at }: { toReview: boolean; at: Date },
): Outcome {
  const anew: Payment = { ...payment, state: 'funding', createdAt: at };
  if (payment.cardId !== null) return toReview ? held(anew, books) : paid(anew, books);
  const reference = agreementReference(payment);
  if (toReview) {
    const refusal = books.voidHold(reference);
    return refusal === undefined ? held(anew, books) : inWords(refusal, payment);
  }
  const refusal = books.postHold(reference, [payEntry(payment, at)]);
  return refusal === undefined ? { ...anew, state: 'completed' } : inWords(refusal, payment);
}
