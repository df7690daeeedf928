// The one place where news about the charge of a top-up becomes a change in our books, whoever brings it:
// the reply, the event, the sweeper. The top-up is locked, a final state never moves, what the processor
// says is compared with what we asked for, and each step posts once.
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { ApplyCharge } from '../funding/apply-charge.js';
import { faultOf } from '../funding/charge-fault.js';
import { feeOf } from '../funding/charge-news.js';
import { customerCharged, findCharge, storeCharge } from '../funding/charge-store.js';
import { KEYS } from '../payment/idempotency.js';
import { accountsTouched } from '../payment/payment.js';
import type { ProcessorCharge } from '../processor/charges.js';
import type { CardFailure } from '../processor/declines.js';
import { asPayment, moved, type TopUp } from './top-up.js';
import { TopUpRecords } from './top-up-records.js';
import { type TopUpFacts, topUpStep } from './top-up-news.js';
import { lockTopUp } from './top-up-store.js';
import { topUpReply } from './top-up.view.js';

/** The pillars the charge of a top-up is applied to. */
@Injectable()
export class TopUpParts {
  constructor(
    readonly ledger: Ledger,
    readonly records: TopUpRecords,
    readonly calls: ProcessorCalls,
    readonly charges: ApplyCharge,
  ) {}
}

@Injectable()
export class ApplyTopUp implements OnModuleInit {
  private readonly log = new Logger(ApplyTopUp.name);
  private readonly processor: Config['stripe']['processor'];

  constructor(
    private readonly transactor: Transactor,
    private readonly parts: TopUpParts,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.processor = config.stripe.processor;
  }

  onModuleInit(): void {
    this.parts.charges.handle('top', (charge) => this.run(charge));
  }

  /** Applies what the processor says about a charge. Harmless any number of times. */
  async run(charge: ProcessorCharge): Promise<void> {
    await this.transactor.run(async (tx) => {
      const topUp = await lockTopUp(tx, charge.paymentId ?? '');
      if (topUp === undefined) {
        this.log.warn(`intent ${charge.intentId} belongs to no top-up of ours`);
        return;
      }
      const customerId = await customerCharged(tx, topUp.cardId);
      const fault = faultOf(topUp, charge, customerId, this.processor);
      if (fault === undefined) await this.apply(tx, topUp, charge);
      else this.log.error(`${topUp.id}: intent ${charge.intentId} ${fault}; nothing was changed`);
    });
  }

  /** Fails a top-up for which there is no charge and never will be. */
  async fail(topUpId: string, failureCode: CardFailure): Promise<void> {
    await this.transactor.run(async (tx) => {
      const topUp = await lockTopUp(tx, topUpId);
      if (topUp?.state !== 'charging') return;
      await this.conclude(tx, moved(topUp, 'failed', this.clock.now(), { failureCode }));
    });
  }

  private async apply(tx: Tx, topUp: TopUp, charge: ProcessorCharge): Promise<void> {
    const { ledger } = this.parts;
    const payment = asPayment(topUp);
    const facts: TopUpFacts = {
      topUp,
      known: await findCharge(tx, topUp.id),
      at: this.clock.now(),
    };
    const step = topUpStep(facts, charge);
    if (step === undefined) return;
    const books = await ledger.lock(tx, accountsTouched(payment));
    const next = step(facts, charge, books);
    await ledger.write(tx, books);
    await storeCharge(tx, topUp.id, charge, feeOf(payment, charge));
    if (next !== topUp) await this.conclude(tx, next);
  }

  private async conclude(tx: Tx, topUp: TopUp): Promise<void> {
    const { records, calls } = this.parts;
    await records.write(tx, topUp);
    await calls.conclude(tx, topUp.id);
    await KEYS.answerWaiting(tx, topUp.id, await topUpReply(tx, topUp));
  }
}
