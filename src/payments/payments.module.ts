import { Module } from '@nestjs/common';
import { ChatModule } from '../chat/index.js';
import { FraudModule } from '../fraud/index.js';
import { LedgerModule } from '../ledger/index.js';
import { Activity } from './activity.js';
import { AuthenticatePayment, AuthenticationParts } from './authenticate-payment.js';
import { ExplainWallet } from './explain-wallet.js';
import { ApplyCashOut } from './cash-out/apply-cash-out.js';
import { CancelCashOut } from './cash-out/cancel-cash-out.js';
import { CashOutCallParts, CashOutCalls } from './cash-out/cash-out-calls.js';
import { CashOutsController } from './cash-out/cash-outs.controller.js';
import { CashOuts } from './cash-out/cash-outs.js';
import { PayoutAccountController } from './cash-out/account/payout-account.controller.js';
import { PayoutAccounts } from './cash-out/account/payout-accounts.js';
import { RequestCashOut } from './cash-out/request-cash-out.js';
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
import { ProcessorPayoutAccounts } from './processor/payout-accounts.js';
import { ProcessorPayouts } from './processor/payouts.js';
import { StripeCards } from './processor/stripe/cards.js';
import { StripeCharges } from './processor/stripe/charges.js';
import { StripeClient } from './processor/stripe/client.js';
import { StripeFeed } from './processor/stripe/feed.js';
import { StripePayoutAccounts } from './processor/stripe/payout-accounts.js';
import { StripePayouts } from './processor/stripe/payouts.js';
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
  { provide: ProcessorPayoutAccounts, useClass: StripePayoutAccounts },
  { provide: ProcessorPayouts, useClass: StripePayouts },
];

@Module({
  imports: [LedgerModule, ChatModule, FraudModule],
  controllers: [
    PaymentsController,
    CardsController,
    ReviewController,
    StripeWebhookController,
    WalletController,
    PayoutAccountController,
    CashOutsController,
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
    PayoutAccounts,
    RequestCashOut,
    ApplyCashOut,
    CashOutCallParts,
    CashOutCalls,
    CancelCashOut,
    CashOuts,
  ],
})
export class PaymentsModule {}
