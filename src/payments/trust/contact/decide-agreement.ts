// The end of a wait for a trusted contact: they agree or decline, the payer calls it off, or the time is
// over. Whoever is first under the payment's lock decides it. Agreed to, the payment goes on.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ledger } from '../../../ledger/index.js';
import { Clock } from '../../../shared/clock.js';
import { Transactor, type Tx } from '../../../shared/database.js';
import { replyWith } from '../../../shared/http.js';
import type { Answer, Claim } from '../../../shared/idempotency.js';
import { present } from '../../../shared/refusal.js';
import { KEYS } from '../../payment/idempotency.js';
import { accountsTouched, agreementReference, type Payment } from '../../payment/payment.js';
import { PaymentRecords } from '../../payment/payment-records.js';
import { lockPayment } from '../../payment/payment-store.js';
import { Sweeper } from '../../sweep/sweeper.js';
import { ResumePayments } from '../resume.js';
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
const CAUSES: Record<AgreementEnding, string> = {
  agreement_declined: 'decline by contact',
  agreement_called_off: 'call_off by payer',
  agreement_expired: 'deadline',
};
const EXPIRED_MAX = 20;

/** The pillars an agreement stands on. */
@Injectable()
export class AgreementParts {
  constructor(
    readonly ledger: Ledger,
    readonly records: PaymentRecords,
    readonly resume: ResumePayments,
  ) {}
}

@Injectable()
export class DecideAgreement implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: AgreementParts,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('ending agreements', () => this.expire());
  }

  /** Answers what state the payment is in then. Refusals are answers too, and are kept with the key. */
  run(command: AgreementCommand): Promise<Answer> {
    const { paymentId, word } = command;
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const payment = await this.waiting(tx, command);
        const next =
          word === 'agree'
            ? await this.agree(tx, payment, command)
            : await this.end(tx, payment, ENDINGS[word], command);
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
        await this.end(tx, payment, 'agreement_expired', { personId: 'clock', at });
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

  private async end(
    tx: Tx,
    payment: Payment,
    ending: AgreementEnding,
    { personId: actor, at }: Pick<AgreementCommand, 'personId' | 'at'>,
  ): Promise<Payment> {
    const { ledger, records } = this.parts;
    const reference = agreementReference(payment);
    const books = await ledger.lock(tx, accountsTouched(payment), [reference]);
    // By the ledger's time the hold may have expired a moment before the clock came by.
    if (books.isPending(reference)) {
      books.voidHold(reference, ending === 'agreement_expired' ? 'expired' : 'voided');
    }
    await ledger.write(tx, books);
    const next = ended(payment, ending, at);
    await records.moved(tx, { payment: next, actor, cause: CAUSES[ending] });
    return next;
  }

  private async agree(
    tx: Tx,
    payment: Payment,
    { personId: actor, at }: AgreementCommand,
  ): Promise<Payment> {
    const setAside = agreementReference(payment);
    const wait = { payment, setAside, actor, cause: 'agree by contact' };
    const [next] = await this.parts.resume.run(tx, [wait], at);
    return present(next, 'one goes on');
  }
}
