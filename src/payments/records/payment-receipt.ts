// A proof of one payment for the two people it is between: that its entry stands in the books, at
// which position and under which seal. Anybody can check it with the stand-alone verifier.
import { Injectable } from '@nestjs/common';
import { Receipts, type ReceiptView, Sealer } from '../../ledger/index.js';
import { Refusal, refusals } from '../../shared/refusal.js';
import { Activity } from './activity.js';
import { paidReference } from '../payment/payment.js';

const refuse = refusals({
  payment_not_completed: {
    kind: 'conflict',
    title: 'There is a receipt once the payment is completed.',
  },
});

@Injectable()
export class PaymentReceipt {
  constructor(
    private readonly activity: Activity,
    private readonly receipts: Receipts,
    private readonly sealer: Sealer,
  ) {}

  /**
   * The receipt of one of the viewer's payments. What is not sealed yet is sealed now. Refuses
   * `payment_unknown`, for everybody else's too, and `payment_not_completed`.
   */
  async of(viewerId: string, paymentId: string): Promise<ReceiptView> {
    const payment = await this.activity.find(viewerId, paymentId);
    if (payment.state !== 'completed') throw refuse('payment_not_completed');
    const by = { reference: paidReference(payment) };
    try {
      return await this.receipts.receipt(by);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'receipt_not_sealed_yet')) throw error;
      await this.sealer.seal();
      return this.receipts.receipt(by);
    }
  }
}
