// What every call to the card processor has in common: how it can fail. The calls themselves are in
// the files beside this one, each an abstract class for one kind of thing; Stripe is the one adapter
// (stripe/). No transaction and no connection is ever held while one of them runs.

/**
 * The outcome is not known: no answer, a broken one, or "later". Asking again with the same key is
 * harmless and is the only way to find out. Never to be told as a failure.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
  /** The processor keeps this fault with the key: it will not do anything more about that call. */
  readonly saved: boolean;

  constructor(message: string, options: ErrorOptions & { readonly saved?: boolean } = {}) {
    super(message, options);
    this.saved = options.saved ?? false;
  }
}

/** The processor understood the call and did nothing: there is no effect and never will be. */
export class ProcessorRefused extends Error {
  override readonly name = 'ProcessorRefused';

  constructor(
    /** The processor's code, for example `charge_disputed`. */
    readonly code: string | undefined,
    cause: Error,
  ) {
    super(`the processor refused: ${cause.message}`, { cause });
  }
}

/** A movement of money at the processor, in minor units with its sign. */
export interface ProcessorMovement {
  /** `txn_…` */
  readonly id: string;
  /** The processor's word for its kind, for example `charge` or `refund`. */
  readonly type: string;
  /** The object behind it. */
  readonly source: string | null;
  readonly amount: bigint;
  /** What the processor keeps of it; negative when it gives a fee back. */
  readonly fee: bigint;
  readonly currency: string;
  readonly availableOn: Date;
  readonly occurredAt: Date;
}
