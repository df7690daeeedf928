// Giving a charge back: what we ask of the processor and the shape in which it answers.
import type { ProcessorMovement } from './processor.js';

export interface ProcessorRefund {
  readonly processorId: string;
  /** Our refund, as it stands in the processor's metadata; undefined when somebody made it there. */
  readonly refundId: string | undefined;
  readonly intentId: string | undefined;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly status: 'pending' | 'succeeded' | 'failed' | 'cancelled';
  readonly failureCode: string | undefined;
  /** The movement that took the money. */
  readonly moved: ProcessorMovement | undefined;
  /** The movement that brought it back after it failed. */
  readonly cameBack: ProcessorMovement | undefined;
}

export interface RefundRequest {
  readonly refundId: string;
  readonly intentId: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly fraudulent: boolean;
}

export abstract class ProcessorRefunds {
  /** Throws ProcessorRefused when no refund was made, OutcomeUnknown when nobody knows. */
  abstract refund(request: RefundRequest, key: string): Promise<ProcessorRefund>;

  abstract find(processorId: string): Promise<ProcessorRefund>;

  /** All refunds of a charge, oldest first. */
  abstract ofIntent(intentId: string): Promise<ProcessorRefund[]>;
}
