// The calls about a refund, and its events. Each brings how the refund stands to the one place that
// applies it.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { type OpenCall, ProcessorCalls } from '../calls/processor-calls.js';
import { ChargeCalls } from '../funding/charge-calls.js';
import { chargedIntent } from '../funding/charge-store.js';
import { Inbox } from '../inbox/inbox.js';
import { findPayments } from '../payment/payment-store.js';
import { OutcomeUnknown, ProcessorRefused } from '../processor/processor.js';
import { type ProcessorRefund, ProcessorRefunds } from '../processor/refunds.js';
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
    const [payment] = await findPayments(reader, [refund.paymentId]);
    const { currency } = present(payment, 'a refund has a payment').amount;
    const { id: refundId, amount } = refund;
    const request = { refundId, intentId, amount, currency, fraudulent: false };
    try {
      const found = await this.sendOrLook(call, intentId, () =>
        this.refunds.refund(request, call.key),
      );
      if (found === undefined) await this.applyRefund.refused(refundId, undefined);
      else await this.applyRefund.run(found, refund.paymentId);
    } catch (error) {
      if (!(error instanceof ProcessorRefused)) throw error;
      await this.applyRefund.refused(refundId, error.code);
    }
  }

  // As with charges: a dead key is never sent again, and whoever asks again and is not answered looks.
  private async sendOrLook(
    { keyAlive, attempts, subjectId }: OpenCall,
    intentId: string,
    send: () => Promise<ProcessorRefund>,
  ): Promise<ProcessorRefund | undefined> {
    const look = async (): Promise<ProcessorRefund | undefined> =>
      (await this.refunds.ofIntent(intentId)).find(({ refundId }) => refundId === subjectId);
    if (!keyAlive) return look();
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || attempts === 1) throw error;
      const found = await look();
      if (found === undefined) throw error;
      return found;
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
