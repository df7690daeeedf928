// The one place where news about a charge becomes a change in our books, whoever brings it: the
// reply, the event, the sweeper. The payment is locked; a final state never moves; what the
// processor says is compared with what we asked for; and each step posts once.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Cases } from '../../fraud/index.js';
import { Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { assert, present } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { KEYS } from '../payment/idempotency.js';
import {
  accountsTouched,
  cardPart,
  laterHolds,
  moved,
  type Payment,
  pendingHold,
} from '../payment/payment.js';
import { PaymentReplies } from '../payment/payment-replies.js';
import { lockPayment } from '../payment/payment-store.js';
import { PaymentRecords } from '../payment/payment-records.js';
import type { ProcessorCharge } from '../processor/charges.js';
import type { CardFailure } from '../processor/declines.js';
import { type ChargeFacts, type ChargeOutcome, feeOf, stepFor } from './charge-news.js';
import { faultOf } from './charge-fault.js';
import { customerCharged, findCharge, storeCharge } from './charge-store.js';

/** Applies what the processor says about a charge that is for something else than a payment. */
export type ChargeApplier = (charge: ProcessorCharge, cause: string) => Promise<void>;

/** The pillars a charge is applied to. */
@Injectable()
export class ChargeParts {
  constructor(
    readonly ledger: Ledger,
    readonly cases: Cases,
    readonly records: PaymentRecords,
    readonly replies: PaymentReplies,
    readonly calls: ProcessorCalls,
  ) {}
}

@Injectable()
export class ApplyCharge {
  private readonly log = new Logger(ApplyCharge.name);
  private readonly others = new Map<string, ChargeApplier>();

  constructor(
    private readonly transactor: Transactor,
    private readonly parts: ChargeParts,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Names who applies charges for things whose ids begin so. Called while the modules start. */
  handle(prefix: string, applier: ChargeApplier): void {
    assert(!this.others.has(prefix), `charges for ${prefix} are applied by two`);
    this.others.set(prefix, applier);
  }

  /** Applies what the processor says about a charge. Harmless any number of times. */
  async run(charge: ProcessorCharge, cause: string): Promise<void> {
    const other = this.others.get(charge.paymentId?.split('_')[0] ?? '');
    if (other !== undefined) {
      await other(charge, cause);
      return;
    }
    await this.transactor.run(async (tx) => {
      const payment = await lockPayment(tx, charge.paymentId ?? '');
      if (payment === undefined) {
        this.log.warn(`intent ${charge.intentId} belongs to no payment of ours`);
        return;
      }
      const customerId = await customerCharged(tx, payment.cardId);
      const fault = faultOf(
        { amount: cardPart(payment) },
        charge,
        customerId,
        this.config.stripe.processor,
      );
      if (fault !== undefined) {
        this.log.error(`${payment.id}: intent ${charge.intentId} ${fault}; nothing was changed`);
        return;
      }
      await this.apply(tx, payment, charge, cause);
    });
  }

  /** Fails a payment for which there is no charge and never will be. */
  async fail(paymentId: string, failureCode: CardFailure): Promise<void> {
    await this.transactor.run(async (tx) => {
      const payment = await lockPayment(tx, paymentId);
      if (payment?.state !== 'funding' && payment?.state !== 'capturing') return;
      const { ledger } = this.parts;
      const books = await ledger.lock(tx, accountsTouched(payment), laterHolds(payment));
      const held = pendingHold(payment, books);
      if (held !== undefined) books.voidHold(held);
      await ledger.write(tx, books);
      const failed = moved(payment, 'failed', this.clock.now(), { failureCode });
      await this.conclude(tx, failed, 'no charge was made');
    });
  }

  private async apply(
    tx: Tx,
    payment: Payment,
    charge: ProcessorCharge,
    cause: string,
  ): Promise<void> {
    const { ledger, calls } = this.parts;
    const facts: ChargeFacts = {
      payment,
      known: await findCharge(tx, payment.id),
      recharged:
        payment.state === 'capturing' &&
        (await calls.intended(tx, { subjectId: payment.id, leg: 'recharge' })),
      reserved:
        payment.arrivesAt !== null &&
        (await calls.intended(tx, { subjectId: payment.id, leg: 'reserve' })),
      at: this.clock.now(),
    };
    const step = stepFor(facts, charge);
    if (step === undefined) return;
    const books = await ledger.lock(tx, accountsTouched(payment), laterHolds(payment));
    const outcome = step(facts, charge, books);
    await ledger.write(tx, books);
    if (outcome.call === undefined)
      await storeCharge(tx, payment.id, charge, feeOf(payment, charge));
    await this.follow(tx, outcome);
    if (outcome.payment !== payment) await this.conclude(tx, outcome.payment, cause);
  }

  private async follow(
    tx: Tx,
    { payment, reviewBy, closeCase, call }: ChargeOutcome,
  ): Promise<void> {
    const { cases, calls } = this.parts;
    if (reviewBy !== undefined) await cases.open(tx, [{ candidateId: payment.id, reviewBy }]);
    if (closeCase !== undefined) await cases.close(tx, payment.id, closeCase);
    if (call !== undefined) {
      await calls.conclude(tx, payment.id);
      await calls.intendNow(tx, { subjectId: payment.id, leg: call });
    }
  }

  private async conclude(tx: Tx, payment: Payment, cause: string): Promise<void> {
    const { records, replies, calls } = this.parts;
    await records.moved(tx, { payment, actor: 'processor', cause });
    await calls.conclude(tx, payment.id);
    const rendered = await replies.render(tx, [payment]);
    await KEYS.answerWaiting(
      tx,
      payment.id,
      present(rendered.get(payment.id), 'one payment, one reply'),
    );
  }
}
