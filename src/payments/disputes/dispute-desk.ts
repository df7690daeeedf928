// What the risk team sees of disputes and warnings: each with its payment, and with what our records
// would say to the bank.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { formatMinor } from '../../shared/money.js';
import { People } from '../../shared/people.js';
import { present } from '../../shared/refusal.js';
import type { DisputeDetailView, DisputeView, FraudWarningView, PaymentView } from '../contract.js';
import { PaymentReplies } from '../payment/payment-replies.js';
import type { DisputeEvidence } from '../processor/disputes.js';
import { findCharged } from '../top-ups/charged.js';
import { refundsOf } from '../refunds/refund-store.js';
import { toRefundView } from '../refunds/refund.view.js';
import { refuseDispute } from './answer-dispute.js';
import type { Dispute, DisputeState } from './dispute.js';
import {
  disputesIn,
  findAnswerer,
  findDispute,
  findEvidence,
  findWarnings,
} from './dispute-store.js';
import { EvidencePack } from './evidence.js';

const LIST_MAX = 100;
const OPEN: readonly DisputeState[] = ['inquiry', 'open'];
const CLOSED: readonly DisputeState[] = ['won', 'lost', 'prevented', 'closed'];

const LABELS: Record<keyof DisputeEvidence, string> = {
  customer_name: 'Cardholder',
  service_date: 'Date',
  product_description: 'What was paid for',
  access_activity_log: 'What happened when',
  uncategorized_text: 'Statement',
};

@Injectable()
export class DisputeDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly replies: PaymentReplies,
    private readonly people: People,
    private readonly pack: EvidencePack,
  ) {}

  async list(state: 'open' | 'closed'): Promise<DisputeView[]> {
    const { reader } = this.transactor;
    const found = await disputesIn(reader, state === 'open' ? OPEN : CLOSED, LIST_MAX);
    const payments = await this.payments(found.map(({ paymentId }) => paymentId));
    return found.map((dispute) => viewOf(dispute, payments));
  }

  /** One dispute. Refuses `dispute_unknown`. */
  async one(disputeId: string): Promise<DisputeDetailView> {
    const { reader } = this.transactor;
    const dispute = await findDispute(reader, disputeId);
    if (dispute === undefined) throw refuseDispute('dispute_unknown');
    const [found] = await findCharged(reader, [dispute.paymentId]);
    const payment = present(found, 'a dispute has a payment');
    const said = await findEvidence(reader, disputeId);
    const evidence = said?.evidence ?? (await this.pack.of(reader, payment, ''));
    const answered = await findAnswerer(reader, disputeId);
    const names = await this.people.profiles(reader, answered === undefined ? [] : [answered.by]);
    const refunds = await refundsOf(reader, [payment.id]);
    return {
      ...viewOf(dispute, await this.payments([payment.id])),
      answeredAt: (dispute.submittedAt ?? answered?.at)?.toISOString() ?? null,
      answeredBy: names.get(answered?.by ?? '')?.name ?? null,
      evidence: (Object.keys(LABELS) as (keyof DisputeEvidence)[])
        .map((field) => ({ field, label: LABELS[field], text: evidence[field] }))
        .filter(({ text }) => text !== ''),
      refunds: refunds.map((refund) => toRefundView(refund, payment)),
    };
  }

  /** Warnings that nobody has handled. */
  async warnings(): Promise<FraudWarningView[]> {
    const found = await findWarnings(this.transactor.reader, false, LIST_MAX);
    const payments = await this.payments(found.map(({ paymentId }) => paymentId));
    return found.map((warning) => ({
      id: warning.processorId,
      payment: present(payments.get(warning.paymentId), 'a warning has a payment'),
      fraudType: inWords(warning.fraudType),
      actionable: warning.actionable,
      warnedAt: warning.warnedAt.toISOString(),
    }));
  }

  private async payments(ids: readonly string[]): Promise<Map<string, PaymentView>> {
    const { reader } = this.transactor;
    return this.replies.staffViews(reader, await findCharged(reader, ids));
  }
}

function viewOf(dispute: Dispute, payments: ReadonlyMap<string, PaymentView>): DisputeView {
  const { currency } = dispute;
  return {
    id: dispute.id,
    payment: present(payments.get(dispute.paymentId), 'a dispute has a payment'),
    amount: { amount: formatMinor(dispute.amount, currency), currency },
    reason: inWords(dispute.reason),
    state: dispute.state,
    withdrawn: formatMinor(dispute.withdrawn, currency),
    fee: formatMinor(dispute.fee, currency),
    held: formatMinor(dispute.held, currency),
    dueBy: dispute.dueBy?.toISOString() ?? null,
    openedAt: dispute.openedAt.toISOString(),
    closedAt: dispute.closedAt?.toISOString() ?? null,
    answeredAt: dispute.submittedAt?.toISOString() ?? null,
  };
}

/** The processor's `product_not_received` as people write it. */
const inWords = (code: string): string => code.replaceAll('_', ' ');
