// The calls about a top-up: charge the card, and give a charge up that its bank waits to hear about. Each
// asks the processor and hands the answer to the one place that applies it.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type Database, rows, Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { type OpenCall, ProcessorCalls } from '../calls/processor-calls.js';
import { sendOrLook } from '../calls/send-or-look.js';
import { type ProcessorCharge, ProcessorCharges } from '../processor/charges.js';
import { refusedCharge } from '../processor/declines.js';
import { ProcessorRefused } from '../processor/processor.js';
import { ApplyTopUp } from './apply-top-up.js';

export type TopUpLeg = 'top_up' | 'top_up_cancel';

interface TopUpCall {
  readonly amount: string;
  readonly currency: string;
  readonly cardToken: string;
  readonly customerId: string;
  readonly intentId: string | null;
}

@Injectable()
export class TopUpCalls implements OnModuleInit {
  private readonly log = new Logger(TopUpCalls.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly charges: ProcessorCharges,
    private readonly calls: ProcessorCalls,
    private readonly apply: ApplyTopUp,
  ) {}

  onModuleInit(): void {
    this.calls.handle('top_up' satisfies TopUpLeg, (call) => this.charge(call));
    this.calls.handle('top_up_cancel' satisfies TopUpLeg, (call) => this.cancel(call));
  }

  /** Whether a card can be charged at the moment, as far as anybody knows. */
  get available(): boolean {
    return this.charges.available;
  }

  ask(topUpId: string, leg: TopUpLeg): Promise<void> {
    return this.calls.ask(topUpId, leg);
  }

  /** Asks how an intent stands, and applies that. */
  async bring(intentId: string): Promise<void> {
    await this.apply.run(await this.charges.find(intentId));
  }

  private async charge(call: OpenCall): Promise<void> {
    const { subjectId } = call;
    const { amount, currency, customerId, cardToken } = await this.load(call);
    const money = { amount: BigInt(amount), currency };
    const request = { paymentId: subjectId, ...money, customerId, cardToken };
    try {
      const charge = await sendOrLook(
        call,
        () => this.charges.charge({ ...request, manual: false, offSession: false }, call.key),
        () => this.charges.findByPayment(subjectId, customerId),
      );
      if (charge === undefined) await this.apply.fail(subjectId, 'card_processing_error');
      else await this.apply.run(charge);
    } catch (error) {
      if (!(error instanceof ProcessorRefused)) throw error;
      this.log.error(`${call.key}: ${error.message}`);
      await this.apply.fail(subjectId, refusedCharge(error.code));
    }
  }

  // What became of a cancellation is always told by the intent, and asking for it twice is harmless.
  private async cancel(call: OpenCall): Promise<void> {
    const { intentId } = await this.load(call);
    const intent = present(intentId, `${call.subjectId} is being authenticated`);
    const charge = await sendOrLook<ProcessorCharge>(
      { ...call, keyAlive: true },
      () => this.charges.cancel(intent, call.key),
      () => this.charges.find(intent),
    );
    if (charge !== undefined) await this.apply.run(charge);
  }

  private async load({ subjectId }: OpenCall): Promise<TopUpCall> {
    return loadCall(this.transactor.reader, subjectId);
  }
}

async function loadCall(db: Database, topUpId: string): Promise<TopUpCall> {
  const [found] = await rows<TopUpCall>(
    db,
    `SELECT t.amount, t.currency, k.token AS "cardToken", u.processor_id AS "customerId",
            h.intent_id AS "intentId"
       FROM payments.top_ups t
       JOIN payments.cards k ON k.id = t.card_id
       JOIN payments.customers u ON u.person_id = k.person_id AND u.processor = k.processor
       LEFT JOIN payments.charges h ON h.payment_id = t.id
      WHERE t.id = $1`,
    [topUpId],
  );
  return present(found, `${topUpId} is a top-up`);
}
