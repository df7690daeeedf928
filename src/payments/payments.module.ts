import { Module, type OnModuleInit } from '@nestjs/common';
import { ChatModule } from '../chat/index.js';
import { FraudModule } from '../fraud/index.js';
import { LedgerModule } from '../ledger/index.js';
import { Outbox } from '../shared/outbox.js';
import { Activity } from './activity.js';
import { ExplainWallet } from './explain-wallet.js';
import { CardsController } from './cards/cards.controller.js';
import { Cards } from './cards/cards.js';
import { ApplyCharge, ChargeParts } from './funding/apply-charge.js';
import { type Leg, PROCESSOR_CALL, ProcessorCalls } from './funding/processor-calls.js';
import { Sweeper } from './sweeper.js';
import { PaymentReceipt } from './payment-receipt.js';
import { PaymentReplies } from './payment/payment-replies.js';
import { PaymentsController } from './payments.controller.js';
import { Processor } from './processor/processor.js';
import { ProcessorEvents } from './funding/processor-events.js';
import { StripeProcessor } from './processor/stripe.processor.js';
import { StripeWebhookController } from './funding/stripe.webhook.controller.js';
import { ReviewController } from './review/review.controller.js';
import { ReviewDesk } from './review/review-desk.js';
import { ReviewParts, ReviewPayment } from './review/review-payment.js';
import { SendMoney, SendParts } from './send-money.js';
import { WalletController } from './wallet.controller.js';

@Module({
  imports: [LedgerModule, ChatModule, FraudModule],
  controllers: [
    PaymentsController,
    CardsController,
    ReviewController,
    StripeWebhookController,
    WalletController,
  ],
  providers: [
    { provide: Processor, useClass: StripeProcessor },
    Cards,
    PaymentReplies,
    ChargeParts,
    ApplyCharge,
    ProcessorCalls,
    SendParts,
    SendMoney,
    ReviewDesk,
    ReviewParts,
    ReviewPayment,
    ProcessorEvents,
    Sweeper,
    Activity,
    PaymentReceipt,
    ExplainWallet,
  ],
})
export class PaymentsModule implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly calls: ProcessorCalls,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(PROCESSOR_CALL, (call: { paymentId: string; leg: Leg }) =>
      this.calls.ask(call.paymentId, call.leg),
    );
  }
}
