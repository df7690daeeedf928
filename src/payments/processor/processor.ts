// The port to the card processor: what we ask of it, and the shapes in which it answers. Stripe is
// the one adapter. No transaction and no connection is ever held while one of these runs.

/** What became of a charge, as the processor says it now. */
export interface ProcessorCharge {
  /** `cancelled`: nothing will be charged any more. `processing`: it cannot say yet. */
  readonly status: 'succeeded' | 'authorised' | 'failed' | 'cancelled' | 'processing';
  readonly intentId: string;
  /** Our payment, as it stands in the processor's metadata. */
  readonly paymentId: string | undefined;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly customerId: string | undefined;
  readonly live: boolean;
  readonly chargeId: string | undefined;
  /** What the processor keeps, in minor units of `currency`; undefined while it is not known. */
  readonly fee: bigint | undefined;
  /** When the money becomes available at the processor. */
  readonly availableOn: Date | undefined;
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
}

export interface ProcessorCard {
  readonly token: string;
  readonly customerId: string | undefined;
  readonly brand: string;
  readonly last4: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly funding: string;
  readonly country: string | null;
  readonly fingerprint: string;
}

export interface ProcessorEvent {
  readonly id: string;
  readonly type: string;
  /** The intent the event is about, when it is about one. */
  readonly intentId: string | undefined;
  readonly payload: unknown;
}

/**
 * The outcome is not known: no answer, a broken one, or "later". Asking again with the same key is
 * harmless and is the only way to find out. Never to be told as a failure.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The processor understood the call and did nothing: there is no charge and never will be. */
export class ChargeRefused extends Error {
  override readonly name = 'ChargeRefused';

  constructor(
    readonly code: string | undefined,
    cause: Error,
  ) {
    super(`the processor refused the charge: ${cause.message}`, { cause });
  }
}

/** An event that did not come from the processor, or not now. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';
}

export abstract class Processor {
  /** A customer for a person; the same person always answers the same customer. */
  abstract createCustomer(personId: string): Promise<string>;

  /** Lets the browser hand a card to the processor. */
  abstract createCardSetup(
    customerId: string,
  ): Promise<{ setupIntentId: string; clientSecret: string }>;

  /** The card a finished setup made; undefined when it is unknown or not finished. */
  abstract cardOf(setupIntentId: string): Promise<ProcessorCard | undefined>;

  abstract removeCard(token: string): Promise<void>;

  /**
   * These may throw OutcomeUnknown; the key makes a repeat the same call. `charge` throws
   * ChargeRefused when nothing was made at all.
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

  /** Verifies and reads an event from its raw bytes. Throws EventRefused. */
  abstract readEvent(raw: Buffer, signature: string, receivedAt: Date): ProcessorEvent;
}
