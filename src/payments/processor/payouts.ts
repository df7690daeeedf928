// Paying a person out: money is moved from our balance to the person's account at the processor, and
// from there to their bank. What went wrong on the second way is moved back on the first. Each call
// carries a key that was stored before.

/** Money moved from our balance to a person's account. Amounts in minor units. */
export interface ProcessorTransfer {
  readonly transferId: string;
  /** Our cash-out, as it stands in the processor's metadata. */
  readonly cashOutId: string | undefined;
  readonly accountId: string | undefined;
  readonly amount: bigint;
  readonly currency: string;
  readonly live: boolean;
}

export const PAYOUT_STATUSES = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/** Money on its way from a person's account to their bank, as the processor says it now. */
export interface ProcessorPayout {
  readonly payoutId: string;
  readonly cashOutId: string | undefined;
  readonly accountId: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly live: boolean;
  /** The processor's own word. */
  readonly status: PayoutStatus;
  readonly expectedOn: Date;
  /** Why the bank sent it back, in the processor's words. */
  readonly failureCode: string | undefined;
}

/** Money moved back from a person's account to our balance. */
export interface ProcessorReversal {
  readonly reversalId: string;
  readonly transferId: string;
  readonly amount: bigint;
  readonly currency: string;
}

export interface TransferRequest {
  readonly cashOutId: string;
  readonly accountId: string;
  readonly amount: bigint;
  readonly currency: string;
}

export interface PayoutRequest extends TransferRequest {
  /** The bank account or card of that account. */
  readonly destinationId: string;
  readonly method: 'standard' | 'instant';
}

export interface ReversalRequest {
  readonly cashOutId: string;
  readonly transferId: string;
  readonly amount: bigint;
  readonly currency: string;
}

/** The verbs throw ProcessorRefused when nothing was done, and all may throw OutcomeUnknown. */
export abstract class ProcessorPayouts {
  abstract transfer(request: TransferRequest, key: string): Promise<ProcessorTransfer>;
  abstract payOut(request: PayoutRequest, key: string): Promise<ProcessorPayout>;
  abstract cancel(accountId: string, payoutId: string, key: string): Promise<ProcessorPayout>;
  abstract reverse(request: ReversalRequest, key: string): Promise<ProcessorReversal>;

  abstract findPayout(accountId: string, payoutId: string): Promise<ProcessorPayout>;

  /** What was made for one of our cash-outs, found by what we wrote on it; for when no key lives. */
  abstract transferOf(cashOutId: string): Promise<ProcessorTransfer | undefined>;
  abstract payoutOf(accountId: string, cashOutId: string): Promise<ProcessorPayout | undefined>;
  abstract reversalOf(
    transferId: string,
    cashOutId: string,
  ): Promise<ProcessorReversal | undefined>;
}
