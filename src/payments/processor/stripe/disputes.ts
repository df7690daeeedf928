// Disputes and warnings of fraud through Stripe.
import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import {
  type DisputeEvidence,
  type ProcessorDispute,
  ProcessorDisputes,
  type ProcessorWarning,
} from '../disputes.js';
import { fromSeconds, idOf, StripeClient, toMinor, toMovement } from './client.js';

@Injectable()
export class StripeDisputes extends ProcessorDisputes {
  constructor(private readonly client: StripeClient) {
    super();
  }

  async find(processorId: string): Promise<ProcessorDispute> {
    return toDispute(await this.client.call((stripe) => stripe.disputes.retrieve(processorId)));
  }

  async findWarning(processorId: string): Promise<ProcessorWarning> {
    const warning = await this.client.call((stripe) =>
      stripe.radar.earlyFraudWarnings.retrieve(processorId),
    );
    return {
      processorId: warning.id,
      intentId: idOf(warning.payment_intent),
      fraudType: warning.fraud_type,
      actionable: warning.actionable,
      warnedAt: fromSeconds(warning.created),
    };
  }

  async submit(
    processorId: string,
    evidence: DisputeEvidence,
    key: string,
  ): Promise<ProcessorDispute> {
    const options = { idempotencyKey: key };
    return toDispute(
      await this.client.call((stripe) =>
        stripe.disputes.update(processorId, { evidence: { ...evidence }, submit: true }, options),
      ),
    );
  }

  async concede(processorId: string, key: string): Promise<ProcessorDispute> {
    const options = { idempotencyKey: key };
    return toDispute(
      await this.client.call((stripe) => stripe.disputes.close(processorId, {}, options)),
    );
  }
}

function toDispute(dispute: Stripe.Dispute): ProcessorDispute {
  const { due_by: dueBy, submission_count: submissions } = dispute.evidence_details;
  return {
    processorId: dispute.id,
    intentId: idOf(dispute.payment_intent),
    chargeId: idOf(dispute.charge) ?? '',
    amount: toMinor(dispute.amount, dispute.currency),
    currency: dispute.currency.toUpperCase(),
    status: dispute.status,
    reason: dispute.reason,
    openedAt: fromSeconds(dispute.created),
    dueBy: dueBy === null ? undefined : fromSeconds(dueBy),
    submitted: submissions > 0,
    movements: dispute.balance_transactions.flatMap((movement) => toMovement(movement) ?? []),
  };
}
