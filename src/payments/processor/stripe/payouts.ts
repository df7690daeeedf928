// Payouts through Stripe: a transfer to the connected account, a payout on that account, and the
// transfer's reversal. Each carries our cash-out in its metadata, so that it can be found again.
import { Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { present } from '../../../shared/refusal.js';
import {
  PAYOUT_STATUSES,
  type PayoutRequest,
  type ProcessorPayout,
  ProcessorPayouts,
  type ProcessorReversal,
  type ProcessorTransfer,
  type ReversalRequest,
  type TransferRequest,
} from '../payouts.js';
import { ProcessorRefused } from '../processor.js';
import { toStripeAmount } from '../stripe-amount.js';
import { fromSeconds, idOf, StripeClient, toMinor } from './client.js';

const PAGE = 100;

@Injectable()
export class StripePayouts extends ProcessorPayouts {
  constructor(private readonly client: StripeClient) {
    super();
  }

  async transfer(request: TransferRequest, key: string): Promise<ProcessorTransfer> {
    const { cashOutId, accountId, amount, currency } = request;
    const transfer = await this.client.call((stripe) =>
      stripe.transfers.create(
        {
          amount: toStripeAmount({ minor: amount, currency }),
          currency: currency.toLowerCase(),
          destination: accountId,
          transfer_group: cashOutId,
          metadata: { cash_out_id: cashOutId },
        },
        { idempotencyKey: key },
      ),
    );
    return toTransfer(transfer);
  }

  async payOut(request: PayoutRequest, key: string): Promise<ProcessorPayout> {
    const { cashOutId, accountId, destinationId, amount, currency, method } = request;
    const payout = await this.onAccount((stripe) =>
      stripe.payouts.create(
        {
          amount: toStripeAmount({ minor: amount, currency }),
          currency: currency.toLowerCase(),
          destination: destinationId,
          method,
          metadata: { cash_out_id: cashOutId },
        },
        { idempotencyKey: key, stripeAccount: accountId },
      ),
    );
    return toPayout(payout, accountId);
  }

  async cancel(accountId: string, payoutId: string, key: string): Promise<ProcessorPayout> {
    const options = { idempotencyKey: key, stripeAccount: accountId };
    const payout = await this.onAccount((stripe) => stripe.payouts.cancel(payoutId, {}, options));
    return toPayout(payout, accountId);
  }

  async reverse(request: ReversalRequest, key: string): Promise<ProcessorReversal> {
    const { cashOutId, transferId, amount, currency } = request;
    const reversal = await this.client.call((stripe) =>
      stripe.transfers.createReversal(
        transferId,
        {
          amount: toStripeAmount({ minor: amount, currency }),
          metadata: { cash_out_id: cashOutId },
        },
        { idempotencyKey: key },
      ),
    );
    return toReversal(reversal, transferId);
  }

  async findPayout(accountId: string, payoutId: string): Promise<ProcessorPayout> {
    const options = { stripeAccount: accountId };
    const payout = await this.onAccount((stripe) => stripe.payouts.retrieve(payoutId, {}, options));
    return toPayout(payout, accountId);
  }

  async transferOf(cashOutId: string): Promise<ProcessorTransfer | undefined> {
    const found = await this.client.call((stripe) =>
      stripe.transfers.list({ transfer_group: cashOutId, limit: PAGE }),
    );
    const transfer = found.data.find(({ metadata }) => metadata.cash_out_id === cashOutId);
    return transfer === undefined ? undefined : toTransfer(transfer);
  }

  async payoutOf(accountId: string, cashOutId: string): Promise<ProcessorPayout | undefined> {
    return this.onAccount(async (stripe) => {
      const options = { stripeAccount: accountId };
      for await (const payout of stripe.payouts.list({ limit: PAGE }, options)) {
        if (payout.metadata?.cash_out_id === cashOutId) return toPayout(payout, accountId);
      }
      return undefined;
    });
  }

  async reversalOf(transferId: string, cashOutId: string): Promise<ProcessorReversal | undefined> {
    const found = await this.client.call((stripe) =>
      stripe.transfers.listReversals(transferId, { limit: PAGE }),
    );
    const reversal = found.data.find(({ metadata }) => metadata?.cash_out_id === cashOutId);
    return reversal === undefined ? undefined : toReversal(reversal, transferId);
  }

  // An account that has cut its ties with us answers nothing any more, and does nothing either.
  private async onAccount<T>(work: (stripe: Stripe) => Promise<T>): Promise<T> {
    try {
      return await this.client.call(work);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripePermissionError)) throw error;
      throw new ProcessorRefused(error.code, error);
    }
  }
}

const toTransfer = (transfer: Stripe.Transfer): ProcessorTransfer => ({
  transferId: transfer.id,
  cashOutId: transfer.metadata.cash_out_id,
  accountId: idOf(transfer.destination),
  amount: toMinor(transfer.amount, transfer.currency),
  currency: transfer.currency.toUpperCase(),
  live: transfer.livemode,
});

function toPayout(payout: Stripe.Payout, accountId: string): ProcessorPayout {
  const status = PAYOUT_STATUSES.find((each) => each === payout.status);
  return {
    payoutId: payout.id,
    cashOutId: payout.metadata?.cash_out_id,
    accountId,
    amount: toMinor(payout.amount, payout.currency),
    currency: payout.currency.toUpperCase(),
    live: payout.livemode,
    status: present(status, `${payout.id} is ${payout.status}, which we know`),
    expectedOn: fromSeconds(payout.arrival_date),
    failureCode: payout.failure_code ?? undefined,
  };
}

const toReversal = (reversal: Stripe.TransferReversal, transferId: string): ProcessorReversal => ({
  reversalId: reversal.id,
  transferId,
  amount: toMinor(reversal.amount, reversal.currency),
  currency: reversal.currency.toUpperCase(),
});
