// A charge questioned by its bank: how a dispute stands, what we say to it, and the bank's warnings.
import type { ProcessorMovement } from './processor.js';

export interface ProcessorDispute {
  readonly processorId: string;
  readonly intentId: string | undefined;
  readonly chargeId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  /** The processor's word, for example `needs_response`. */
  readonly status: string;
  /** The bank's reason, for example `fraudulent`. */
  readonly reason: string;
  readonly openedAt: Date;
  readonly dueBy: Date | undefined;
  readonly submitted: boolean;
  /** At most two: what was withdrawn, and what came back. */
  readonly movements: readonly ProcessorMovement[];
}

/** The bank believes that a charge was fraud; no money has moved. */
export interface ProcessorWarning {
  readonly processorId: string;
  readonly intentId: string | undefined;
  readonly fraudType: string;
  /** False once it is too late or was refunded. */
  readonly actionable: boolean;
  readonly warnedAt: Date;
}

/** What is said to the bank, by the names of the processor's form. */
export interface DisputeEvidence {
  readonly access_activity_log: string;
  readonly customer_name: string;
  readonly product_description: string;
  readonly service_date: string;
  readonly uncategorized_text: string;
}

export abstract class ProcessorDisputes {
  abstract find(processorId: string): Promise<ProcessorDispute>;
  abstract findWarning(processorId: string): Promise<ProcessorWarning>;

  /** Submits evidence, which can be done once. Throws ProcessorRefused, OutcomeUnknown. */
  abstract submit(
    processorId: string,
    evidence: DisputeEvidence,
    key: string,
  ): Promise<ProcessorDispute>;

  /** Gives a dispute up. Throws ProcessorRefused, OutcomeUnknown. */
  abstract concede(processorId: string, key: string): Promise<ProcessorDispute>;
}
