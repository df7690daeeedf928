// The one place where news about a charge becomes a change in our books, whoever brings it: the
// reply, the event, the sweeper. The payment is locked; a final state never moves; what the
// processor says is compared with what we asked for; and each step posts once.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Chat } from '../../chat/index.js';
import { Cases } from '../../fraud/index.js';
import { type BooksRefusal, type EntryDraft, Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import type { PaymentState } from '../contract.js';
import { KEYS } from '../payment/idempotency.js';
import {
  accountsTouched,
  chargeEntry,
  holdReference,
  moved,
  payEntry,
  type Payment,
  pendingAccount,
  reviewDeadline,
  reviewHold,
} from '../payment/payment.js';
import { PaymentReplies } from '../payment/payment-replies.js';
import { lockPayment } from '../payment/payment-store.js';
import { recordMove } from '../payment/record-move.js';
import { cardFailure, type CardFailure } from '../processor/declines.js';
import type { ProcessorCharge } from '../processor/processor.js';
import { concludeCalls, customerCharged, storeCharge } from './charge-store.js';

type Status = ProcessorCharge['status'];
type Step = (tx: Tx, payment: Payment, charge: ProcessorCharge) => Promise<Payment>;

/** The pillars a charge is applied to. */
@Injectable()
export class ChargeParts {
  constructor(
    readonly ledger: Ledger,
    readonly cases: Cases,
    readonly chat: Chat,
    readonly replies: PaymentReplies,
    readonly clock: Clock,
  ) {}
}

@Injectable()
export class ApplyCharge {
  private readonly log = new Logger(ApplyCharge.name);

  // What each piece of news does in each state. What is not here is no news: it came twice, late,
  // or in another order, and changes nothing.
  private readonly steps: Record<PaymentState, Partial<Record<Status, Step>>> = {
    funding: {
      succeeded: this.complete.bind(this),
      authorised: this.hold.bind(this),
      failed: this.failed.bind(this),
      cancelled: this.failed.bind(this),
    },
    held: { cancelled: this.lapse.bind(this) },
    capturing: {
      succeeded: this.complete.bind(this),
      failed: this.lapse.bind(this),
      cancelled: this.lapse.bind(this),
    },
    cancelling: { cancelled: this.reject.bind(this) },
    completed: {},
    failed: {},
    rejected: {},
  };

  constructor(
    private readonly transactor: Transactor,
    private readonly parts: ChargeParts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Applies what the processor says about a charge. Harmless any number of times. */
  async run(charge: ProcessorCharge, cause: string): Promise<void> {
    await this.transactor.run(async (tx) => {
      const payment = await lockPayment(tx, charge.paymentId ?? '');
      if (payment === undefined) {
        this.log.warn(`intent ${charge.intentId} belongs to no payment of ours`);
        return;
      }
      const customerId = await customerCharged(tx, payment.cardId);
      const fault = this.faultOf(payment, charge, customerId);
      if (fault !== undefined) {
        this.log.error(`${payment.id}: intent ${charge.intentId} ${fault}; nothing was changed`);
        return;
      }
      const step = this.steps[payment.state][charge.status];
      if (step === undefined) return;
      await storeCharge(tx, payment.id, charge);
      await this.conclude(tx, await step(tx, payment, charge), 'processor', cause);
    });
  }

  /** Fails a payment for which there is no charge and never will be. */
  async fail(paymentId: string, code: CardFailure): Promise<void> {
    await this.transactor.run(async (tx) => {
      const payment = await lockPayment(tx, paymentId);
      if (payment?.state !== 'funding') return;
      const failed = moved(payment, 'failed', this.parts.clock.now(), { failureCode: code });
      await this.conclude(tx, failed, 'processor', 'no charge was made');
    });
  }

  private faultOf(
    payment: Payment,
    charge: ProcessorCharge,
    customerId: string | undefined,
  ): string | undefined {
    const { minor, currency } = payment.amount;
    if (customerId === undefined) return 'is for a payment that no card pays';
    if (charge.customerId !== customerId) return "is not for the payer's customer";
    if (charge.amount !== minor) return `is for ${String(charge.amount)}, not ${String(minor)}`;
    if (charge.currency !== currency) return `is in ${charge.currency}, not ${currency}`;
    if (charge.live !== (this.config.stripe.processor === 'stripe_live'))
      return 'is of another mode';
    return undefined;
  }

  private async complete(tx: Tx, payment: Payment, charge: ProcessorCharge): Promise<Payment> {
    const { ledger, clock } = this.parts;
    const at = clock.now();
    const hold = holdReference(payment);
    const books = await ledger.lock(tx, accountsTouched(payment), [hold]);
    const chargeId = present(charge.chargeId, 'a charge that succeeded has an id');
    const charged = chargeEntry(payment, chargeId, charge.fee ?? 0n, at);
    const post = (...entries: EntryDraft[]): BooksRefusal | undefined =>
      books.isPending(hold) ? books.postHold(hold, entries) : books.post(...entries);
    const refusal = post(charged, payEntry(payment, at));
    // The charge brings what the payment takes. Only an account that was frozen or limited while the
    // card was being charged stands in the way; the money is then the payer's, and is said to be.
    const kept = refusal === undefined ? undefined : post(charged);
    if (kept !== undefined) throw new Error(`${payment.id}: ${kept.code} after its own charge`);
    await ledger.write(tx, books);
    if (refusal === undefined) return moved(payment, 'completed', at);
    const failureCode: CardFailure = 'card_charge_kept';
    return moved(payment, 'failed', at, { failureCode });
  }

  // The charge is authorised and not captured (P1): nothing is in the books yet but the hold.
  private async hold(tx: Tx, payment: Payment): Promise<Payment> {
    const { ledger, cases, clock } = this.parts;
    const at = clock.now();
    const reviewBy = reviewDeadline(at);
    const books = await ledger.lock(tx, accountsTouched(payment));
    const held = books.hold(reviewHold(payment, pendingAccount(payment.amount.currency), null));
    // Somebody was frozen in this very moment: tried again until they are not, or the bank lets go.
    if (held !== undefined) throw new Error(`${payment.id}: ${held.code} on authorisation`);
    await ledger.write(tx, books);
    await cases.open(tx, [{ candidateId: payment.id, reviewBy }]);
    return moved(payment, 'held', at, { reviewBy });
  }

  private failed(_tx: Tx, payment: Payment, { failure }: ProcessorCharge): Promise<Payment> {
    const failureCode = cardFailure(failure?.code, failure?.declineCode);
    return Promise.resolve(moved(payment, 'failed', this.parts.clock.now(), { failureCode }));
  }

  // The card's bank ended the authorisation before we charged it.
  private async lapse(tx: Tx, payment: Payment): Promise<Payment> {
    await this.voidHold(tx, payment);
    await this.parts.cases.close(tx, payment.id, 'the authorisation ended at the processor');
    const failureCode: CardFailure = 'card_authorisation_ended';
    return moved(payment, 'failed', this.parts.clock.now(), { failureCode });
  }

  private async reject(tx: Tx, payment: Payment): Promise<Payment> {
    await this.voidHold(tx, payment);
    return moved(payment, 'rejected', this.parts.clock.now());
  }

  private async voidHold(tx: Tx, payment: Payment): Promise<void> {
    const { ledger } = this.parts;
    const books = await ledger.lock(tx, accountsTouched(payment), [holdReference(payment)]);
    books.voidHold(holdReference(payment));
    await ledger.write(tx, books);
  }

  private async conclude(tx: Tx, payment: Payment, actor: string, cause: string): Promise<void> {
    const { chat, replies } = this.parts;
    await recordMove(tx, chat, { payment, actor, cause });
    await concludeCalls(tx, payment.id);
    const rendered = await replies.render(tx, [payment]);
    await KEYS.answerWaiting(
      tx,
      payment.id,
      present(rendered.get(payment.id), 'one payment, one reply'),
    );
  }
}
