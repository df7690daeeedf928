// Charging a card: what we ask of the processor and the shape in which it answers.
import type { ProcessorMovement } from './processor.js';

/** What became of a charge, as the processor says it now. */
export interface ProcessorCharge {
  /**
   * `needs_authentication`: the payer's bank wants to hear from the payer. `cancelled`: nothing will
   * be charged any more. `processing`: it cannot say yet.
   */
  readonly status:
    'succeeded' | 'authorised' | 'needs_authentication' | 'failed' | 'cancelled' | 'processing';
  readonly intentId: string;
  /** Our payment, as it stands in the processor's metadata. */
  readonly paymentId: string | undefined;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly customerId: string | undefined;
  readonly live: boolean;
  readonly chargeId: string | undefined;
  /** The money's movement, which the processor may tell later than the charge. */
  readonly movement: ProcessorMovement | undefined;
  /** When the bank lets go of what it authorised. */
  readonly captureBefore: Date | undefined;
  /** How the payer was recognised by the bank, for example `challenge authenticated`. */
  readonly authentication: string | undefined;
  /** Why it failed, in the processor's words. */
  readonly failure: { readonly code?: string; readonly declineCode?: string } | undefined;
}

export interface ChargeRequest {
  readonly paymentId: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly customerId: string;
  /** The card's token at the processor. */
  readonly cardToken: string;
  /** Authorise only; charge when a reviewer has released the payment. */
  readonly manual: boolean;
  /** The payer is not there to answer their bank. */
  readonly offSession: boolean;
}

export abstract class ProcessorCharges {
  /** False while the processor has not answered for a while; nothing is sent until it is tried again. */
  abstract get available(): boolean;

  /**
   * These may throw OutcomeUnknown; the key makes a repeat the same call. `charge` throws
   * ProcessorRefused when nothing was made at all.
   */
  abstract charge(request: ChargeRequest, key: string): Promise<ProcessorCharge>;
  abstract capture(intentId: string, key: string): Promise<ProcessorCharge>;
  abstract cancel(intentId: string, key: string): Promise<ProcessorCharge>;

  /** What the processor knows about an intent. */
  abstract find(intentId: string): Promise<ProcessorCharge>;

  /** The charge of one of our payments, looked up by what we wrote on it; for when no key lives. */
  abstract findByPayment(
    paymentId: string,
    customerId: string,
  ): Promise<ProcessorCharge | undefined>;

  /** What the payer's browser needs to answer the bank; undefined when nothing is asked any more. */
  abstract clientSecret(intentId: string): Promise<string | undefined>;
}
