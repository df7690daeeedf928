import { Module } from '@nestjs/common';
import { FraudModule } from '../fraud/index.js';
import { LedgerModule } from '../ledger/index.js';
import { Activity } from './records/activity.js';
import { AuthenticatePayment, AuthenticationParts } from './authenticate-payment.js';
import { ExplainWallet } from './records/statements/explain-wallet.js';
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
import { RecoverDebts } from './debts/recover-debts.js';
import { EventsController } from './inbox/events.controller.js';
import { Inbox } from './inbox/inbox.js';
import { InboxDesk } from './inbox/inbox-desk.js';
import { ReadFeed } from './inbox/read-feed.js';
import { BreaksController } from './movements/breaks.controller.js';
import { MovementParts, ReadMovements } from './movements/read-movements.js';
import { SettleCharges } from './funding/settle-charges.js';
import { Sweeper } from './sweep/sweeper.js';
import { PaymentReceipt } from './records/payment-receipt.js';
import { PersonStatements } from './records/statements/person-statement.js';
import { PersonStatementsController } from './records/statements/person-statements.controller.js';
import { ActivityController } from './records/activity.controller.js';
import { ActivityPages } from './records/activity-page.js';
import { NoteSearch } from './records/note-search.js';
import { PublicReceipt, ReceiptParts } from './records/public-receipt.js';
import { ReceiptsController } from './records/receipts.controller.js';
import { Contests } from './payment/ports/contests.js';
import { PaymentRecords } from './payment/payment-records.js';
import { PaymentReplies } from './payment/payment-replies.js';
import { PaymentsController } from './payments.controller.js';
import { ProcessorCards } from './processor/cards.js';
import { ProcessorCharges } from './processor/charges.js';
import { ProcessorDisputes } from './processor/disputes.js';
import { ProcessorFeed } from './processor/feed.js';
import { ProcessorPayoutAccounts } from './processor/payout-accounts.js';
import { ProcessorPayouts } from './processor/payouts.js';
import { ProcessorRefunds } from './processor/refunds.js';
import { StripeCards } from './processor/stripe/cards.js';
import { StripeCharges } from './processor/stripe/charges.js';
import { StripeClient } from './processor/stripe/client.js';
import { StripeDisputes } from './processor/stripe/disputes.js';
import { StripeRefunds } from './processor/stripe/refunds.js';
import { StripeFeed } from './processor/stripe/feed.js';
import { StripePayoutAccounts } from './processor/stripe/payout-accounts.js';
import { StripePayouts } from './processor/stripe/payouts.js';
import { StripeWebhookController } from './inbox/stripe.webhook.controller.js';
import { AnswerDesk, AnswerDispute } from './disputes/answer-dispute.js';
import { ApplyDispute, DisputeParts } from './disputes/apply-dispute.js';
import { DisputeDesk } from './disputes/dispute-desk.js';
import { DisputeNews } from './disputes/dispute-news.js';
import { DisputesController } from './disputes/disputes.controller.js';
import { EvidencePack } from './disputes/evidence.js';
import { ApplyRefund } from './refunds/apply-refund.js';
import { RefundCalls, RefundNews } from './refunds/refund-calls.js';
import { EndGifts } from './gifts/end-gifts.js';
import { GiftDesk } from './gifts/gift-desk.js';
import { GiftsController } from './gifts/gifts.controller.js';
import { GiveGift, GiveParts } from './gifts/give-gift.js';
import { GiftRecords } from './gifts/gift-records.js';
import { JudgeGift } from './gifts/judge-gift.js';
import { OpenGift } from './gifts/open-gift.js';
import { RefundParts, RefundPayment } from './refunds/refund-payment.js';
import { RefundsController } from './refunds/refunds.controller.js';
import { RequestFollower } from './payment/ports/request-follower.js';
import { ChangeRequest } from './requests/change-request.js';
import { RequestDesk } from './requests/request-desk.js';
import { RequestMoney } from './requests/request-money.js';
import { RequestRecords } from './requests/request-records.js';
import { RequestsController } from './requests/requests.controller.js';
import { ReviewController } from './review/review.controller.js';
import { ReviewDesk } from './review/review-desk.js';
import { ReviewParts, ReviewPayment } from './review/review-payment.js';
import { AskBackMoney } from './returns/ask-backs/ask-back.js';
import { AppealRejection } from './returns/cases/appeal-rejection.js';
import { CarryOut } from './returns/cases/carry-out.js';
import { ContestDesk } from './returns/cases/contest-desk.js';
import { ContestDeskController } from './returns/cases/contest-desk.controller.js';
import { DecideContest } from './returns/cases/decide-contest.js';
import { EndContests } from './returns/cases/end-contests.js';
import { ContestKeeper } from './returns/contest-keeper.js';
import { ContestParts } from './returns/contest-parts.js';
import { ContestsController } from './returns/contests.controller.js';
import { ReportPayment } from './returns/reports/report-payment.js';
import { ReportsController } from './returns/reports/reports.controller.js';
import { ReturnsController } from './returns/returns.controller.js';
import { SendMoney, SendParts } from './send-money.js';
import { SplitsController } from './splits/splits.controller.js';
import { ChangeSchedule } from './schedules/change-schedule.js';
import { CheckSchedule } from './schedules/check-schedule.js';
import { MakeSchedule } from './schedules/make-schedule.js';
import { RunSchedules } from './schedules/run-schedules.js';
import { ScheduleDesk } from './schedules/schedule-desk.js';
import { ScheduleRecords } from './schedules/schedule-records.js';
import { SchedulesController } from './schedules/schedules.controller.js';
import { SendOccurrence } from './schedules/send-occurrence.js';
import { ScheduledSender } from './payment/ports/scheduled-sender.js';
import { SendScheduled } from './send-scheduled.js';
import { CheckController } from './trust/check.controller.js';
import { CheckParts, CheckPayment } from './trust/check-payment.js';
import { AgreementsController } from './trust/contact/agreements.controller.js';
import { ContactDesk } from './trust/contact/contact-desk.js';
import { AgreementParts, DecideAgreement } from './trust/contact/decide-agreement.js';
import { ContactParts, KeepContact } from './trust/contact/keep-contact.js';
import { TrustedContactController } from './trust/contact/trusted-contact.controller.js';
import { LimitsController } from './trust/limits.controller.js';
import { SendGate } from './trust/send-gate.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { RatesController } from './exchange/rates.controller.js';
import { TopUpsController } from './top-ups/top-ups.controller.js';
import { PaymentSettingsController } from './waits/settings.controller.js';
import { WaitsController } from './waits/waits.controller.js';
import { BetweenController } from './between/between.controller.js';
import { BETWEEN } from './between/providers.js';
import { SPLITS } from './splits/providers.js';
import { TOP_UPS } from './top-ups/providers.js';
import { EXCHANGE } from './exchange/providers.js';
import { WAITS } from './waits/providers.js';
import { WalletController } from './records/statements/wallet.controller.js';

// Each port to the processor, and the adapter behind it.
const PROCESSOR = [
  StripeClient,
  { provide: ProcessorCards, useClass: StripeCards },
  { provide: ProcessorCharges, useClass: StripeCharges },
  { provide: ProcessorRefunds, useClass: StripeRefunds },
  { provide: ProcessorDisputes, useClass: StripeDisputes },
  { provide: ProcessorFeed, useClass: StripeFeed },
  { provide: ProcessorPayoutAccounts, useClass: StripePayoutAccounts },
  { provide: ProcessorPayouts, useClass: StripePayouts },
];

const REQUESTS = [
  RequestRecords,
  { provide: RequestFollower, useExisting: RequestRecords },
  RequestMoney,
  ChangeRequest,
  RequestDesk,
];

const SCHEDULES = [
  ScheduleRecords,
  MakeSchedule,
  ChangeSchedule,
  CheckSchedule,
  SendScheduled,
  { provide: ScheduledSender, useExisting: SendScheduled },
  SendOccurrence,
  RunSchedules,
  ScheduleDesk,
];

const GIFTS = [GiftDesk, GiftRecords, JudgeGift, GiveParts, GiveGift, OpenGift, EndGifts];

const REFUNDS = [RefundParts, RefundPayment, ApplyRefund, RefundCalls, RefundNews];

const TRUSTED_CONTACTS = [ContactParts, KeepContact, ContactDesk, AgreementParts, DecideAgreement];

const RETURNS = [
  { provide: Contests, useClass: ContestKeeper },
  ContestParts,
  AskBackMoney,
  ReportPayment,
  AppealRejection,
  CarryOut,
  DecideContest,
  EndContests,
  ContestDesk,
];

const DISPUTES = [
  DisputeParts,
  ApplyDispute,
  DisputeNews,
  EvidencePack,
  AnswerDesk,
  AnswerDispute,
  DisputeDesk,
];

@Module({
  imports: [LedgerModule, FraudModule],
  controllers: [
    PaymentsController,
    CardsController,
    ReviewController,
    StripeWebhookController,
    WalletController,
    ReceiptsController,
    ActivityController,
    PersonStatementsController,
    LimitsController,
    CheckController,
    TrustedContactController,
    AgreementsController,
    WaitsController,
    PaymentSettingsController,
    PayoutAccountController,
    CashOutsController,
    TopUpsController,
    ExchangeController,
    RatesController,
    RequestsController,
    SplitsController,
    GiftsController,
    BetweenController,
    SchedulesController,
    RefundsController,
    ReturnsController,
    ContestsController,
    ReportsController,
    ContestDeskController,
    DisputesController,
    EventsController,
    BreaksController,
  ],
  providers: [
    ...PROCESSOR,
    ProcessorCalls,
    Inbox,
    InboxDesk,
    ReadFeed,
    CardParts,
    Cards,
    PaymentReplies,
    PaymentRecords,
    ChargeParts,
    ApplyCharge,
    ChargeCalls,
    SendGate,
    CheckParts,
    CheckPayment,
    SendParts,
    SendMoney,
    ReviewDesk,
    ReviewParts,
    ReviewPayment,
    ...WAITS,
    ...TRUSTED_CONTACTS,
    ...REQUESTS,
    ...TOP_UPS,
    ...EXCHANGE,
    ...SPLITS,
    ...GIFTS,
    ...BETWEEN,
    ...SCHEDULES,
    ...REFUNDS,
    ...DISPUTES,
    ...RETURNS,
    RecoverDebts,
    MovementParts,
    ReadMovements,
    AuthenticationParts,
    AuthenticatePayment,
    SettleCharges,
    Sweeper,
    Activity,
    PaymentReceipt,
    ActivityPages,
    NoteSearch,
    PersonStatements,
    ReceiptParts,
    PublicReceipt,
    ExplainWallet,
    PayoutAccounts,
    RequestCashOut,
    ApplyCashOut,
    CashOutCallParts,
    CashOutCalls,
    CancelCashOut,
    CashOuts,
  ],
  exports: [Cards, PaymentReceipt, Sweeper],
})
export class PaymentsModule {}
