import { Module } from '@nestjs/common';
import { ChatModule } from '../chat/index.js';
import { FraudModule } from '../fraud/index.js';
import { LedgerModule } from '../ledger/index.js';
import { Activity } from './activity.js';
import { AuthenticatePayment, AuthenticationParts } from './authenticate-payment.js';
import { ExplainWallet } from './explain-wallet.js';
import { CardsController } from './cards/cards.controller.js';
import { CardParts, Cards } from './cards/cards.js';
import { ApplyCharge, ChargeParts } from './funding/apply-charge.js';
import { ProcessorCalls } from './calls/processor-calls.js';
import { ChargeCalls } from './funding/charge-calls.js';
import { Inbox } from './inbox/inbox.js';
import { SettleCharges } from './funding/settle-charges.js';
import { Sweeper } from './sweep/sweeper.js';
import { PaymentReceipt } from './payment-receipt.js';
import { PaymentReplies } from './payment/payment-replies.js';
import { PaymentsController } from './payments.controller.js';
import { ProcessorCards } from './processor/cards.js';
import { ProcessorCharges } from './processor/charges.js';
import { ProcessorFeed } from './processor/feed.js';
import { StripeCards } from './processor/stripe/cards.js';
import { StripeCharges } from './processor/stripe/charges.js';
import { StripeClient } from './processor/stripe/client.js';
import { StripeFeed } from './processor/stripe/feed.js';
import { StripeWebhookController } from './inbox/stripe.webhook.controller.js';
import { ReviewController } from './review/review.controller.js';
import { ReviewDesk } from './review/review-desk.js';
import { ReviewParts, ReviewPayment } from './review/review-payment.js';
import { SendMoney, SendParts } from './send-money.js';
import { WalletController } from './wallet.controller.js';

// Each port to the processor, and the adapter behind it.
const PROCESSOR = [
  StripeClient,
  { provide: ProcessorCards, useClass: StripeCards },
  { provide: ProcessorCharges, useClass: StripeCharges },
  { provide: ProcessorFeed, useClass: StripeFeed },
];

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
    ...PROCESSOR,
    ProcessorCalls,
    Inbox,
    CardParts,
    Cards,
    PaymentReplies,
    ChargeParts,
    ApplyCharge,
    ChargeCalls,
    SendParts,
    SendMoney,
    ReviewDesk,
    ReviewParts,
    ReviewPayment,
    AuthenticationParts,
    AuthenticatePayment,
    SettleCharges,
    Sweeper,
    Activity,
    PaymentReceipt,
    ExplainWallet,
  ],
})
export class PaymentsModule {}
