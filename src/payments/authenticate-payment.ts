// The payer's bank wants to hear from the payer. Their browser gets what it needs to ask them, each
// time afresh, so that it works again after a reload and no secret of the processor is kept here. When
// the browser is done, or the payer gives up, or the time is over, the intent says what came of it.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../shared/clock.js';
import { Transactor } from '../shared/database.js';
import { present, refusals } from '../shared/refusal.js';
import { Activity } from './records/activity.js';
import { ProcessorCalls } from './calls/processor-calls.js';
import type { AuthenticationView, PaymentView } from './contract.js';
import { ChargeCalls } from './funding/charge-calls.js';
import { findCharge, unanswered } from './funding/charge-store.js';
import { lockPayment } from './payment/payment-store.js';
import { Sweeper } from './sweep/sweeper.js';
import { ProcessorCharges } from './processor/charges.js';

const refuse = refusals({
  authentication_not_asked: {
    kind: 'conflict',
    title: 'Your bank does not ask you anything about this payment.',
  },
});

const EXPIRED_MAX = 20;

/** The ways to the processor that this verb takes. */
@Injectable()
export class AuthenticationParts {
  constructor(
    readonly charges: ProcessorCharges,
    readonly chargeCalls: ChargeCalls,
    readonly calls: ProcessorCalls,
  ) {}
}

@Injectable()
export class AuthenticatePayment implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: AuthenticationParts,
    private readonly activity: Activity,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('ending authentications', () => this.expire());
  }

  /** What the payer's browser needs. Refuses `payment_unknown` and `authentication_not_asked`. */
  async begin(payerId: string, paymentId: string): Promise<AuthenticationView> {
    const { id, authenticateBy } = await this.asked(payerId, paymentId);
    const charge = await findCharge(this.transactor.reader, id);
    const { intentId } = present(charge, 'a payment being authenticated has an intent');
    const clientSecret = await this.parts.charges.clientSecret(intentId);
    if (clientSecret === undefined) {
      // The bank has its answer already, and only the news of it is missing.
      await this.parts.chargeCalls.bring(intentId, 'the payer asked');
      throw refuse('authentication_not_asked');
    }
    return { clientSecret, authenticateBy: present(authenticateBy, 'a deadline').toISOString() };
  }

  /** What became of it, after the browser is done. Refuses `payment_unknown`. */
  async finish(payerId: string, paymentId: string): Promise<PaymentView> {
    const payment = await this.activity.find(payerId, paymentId);
    if (payment.state === 'authenticating') {
      await this.parts.chargeCalls.bringPayment(paymentId, 'the payer is done');
    }
    return this.activity.one(payerId, paymentId);
  }

  /** The payer gives up. Refuses `payment_unknown` and `authentication_not_asked`. */
  async cancel(payerId: string, paymentId: string): Promise<PaymentView> {
    await this.asked(payerId, paymentId);
    const { calls } = this.parts;
    const cancel = { subjectId: paymentId, leg: 'cancel' };
    await this.transactor.run(async (tx) => {
      const payment = await lockPayment(tx, paymentId);
      if (payment?.state !== 'authenticating' || (await calls.intended(tx, cancel))) return;
      await calls.intend(tx, [cancel]);
    });
    await this.parts.chargeCalls.ask(paymentId, 'cancel');
    return this.activity.one(payerId, paymentId);
  }

  /** Gives up those whose time is over. */
  async expire(): Promise<void> {
    await this.transactor.run(async (tx) => {
      for (const id of await unanswered(tx, this.clock.now(), EXPIRED_MAX)) {
        await this.parts.calls.intendNow(tx, { subjectId: id, leg: 'cancel' });
      }
    });
  }

  private async asked(payerId: string, paymentId: string) {
    const payment = await this.activity.find(payerId, paymentId);
    if (payment.payerId !== payerId || payment.state !== 'authenticating') {
      throw refuse('authentication_not_asked');
    }
    return payment;
  }
}
