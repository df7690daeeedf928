// The calls about a refund, and its events. Each brings how the refund stands to the one place that
// applies it.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { type OpenCall, ProcessorCalls } from '../calls/processor-calls.js';
import { sendOrLook } from '../calls/send-or-look.js';
import { ChargeCalls } from '../funding/charge-calls.js';
import { chargedIntent } from '../funding/charge-store.js';
import { Inbox } from '../inbox/inbox.js';
import { ProcessorRefused } from '../processor/processor.js';
import { ProcessorRefunds } from '../processor/refunds.js';
import { findCharged } from '../top-ups/charged.js';
import { ApplyRefund } from './apply-refund.js';
import { REFUND } from './refund-payment.js';
import { findRefund } from './refund-store.js';

@Injectable()
export class RefundCalls implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly refunds: ProcessorRefunds,
    private readonly applyRefund: ApplyRefund,
    private readonly calls: ProcessorCalls,
  ) {}

  onModuleInit(): void {
    this.calls.handle(REFUND, (call) => this.make(call));
  }

  private async make(call: OpenCall): Promise<void> {
    const { reader } = this.transactor;
    const refund = present(
      await findRefund(reader, call.subjectId),
      `${call.subjectId} was agreed`,
    );
    const intentId = present(await chargedIntent(reader, refund.paymentId), 'a card was charged');
    const [payment] = await findCharged(reader, [refund.paymentId]);
    const { currency } = present(payment, 'a refund has a payment').amount;
    const { id: refundId, amount } = refund;
    const request = { refundId, intentId, amount, currency, fraudulent: false };
    try {
      const found = await sendOrLook(
        call,
        () => this.refunds.refund(request, call.key),
        async () =>
          (await this.refunds.ofIntent(intentId)).find((each) => each.refundId === refundId),
      );
      if (found !== undefined) await this.applyRefund.run(found, refund.paymentId);
      // Never made, and never will be with that key: it was promised, so it is asked for with another.
      else await this.transactor.run((tx) => this.calls.renew(tx, call));
    } catch (error) {
      if (!(error instanceof ProcessorRefused)) throw error;
      await this.applyRefund.refused(refundId, refund.paymentId, error.code);
    }
  }
}

/** The processor's events about refunds. */
@Injectable()
export class RefundNews implements OnModuleInit {
  constructor(
    private readonly refunds: ProcessorRefunds,
    private readonly applyRefund: ApplyRefund,
    private readonly charges: ChargeCalls,
    private readonly inbox: Inbox,
  ) {}

  onModuleInit(): void {
    const types = /^(refund\.(created|updated|failed)|charge\.refund\.updated)$/;
    this.inbox.handle('refund', types, (processorId) => this.read(processorId));
  }

  private async read(processorId: string): Promise<void> {
    const news = await this.refunds.find(processorId);
    const paymentId = await this.charges.chargedPayment(news.intentId, processorId);
    if (paymentId !== undefined) await this.applyRefund.run(news, paymentId);
  }
}
