// The processor's news: events that it sends or lists, and the list of all movements of money.
import type { ProcessorMovement } from './processor.js';

export interface ProcessorEvent {
  readonly id: string;
  readonly type: string;
  /** The connected account it happened on; undefined is our own. */
  readonly account: string | undefined;
  /** The object the event is about, and its kind, for example `payment_intent`. */
  readonly objectId: string | undefined;
  readonly objectKind: string | undefined;
  /** What the event says about its object. */
  readonly object: unknown;
  readonly occurredAt: Date;
  readonly payload: unknown;
}

export type EventFault = 'signature' | 'too_old' | 'future' | 'malformed' | 'mode' | 'account';

/** An event that did not come from the processor, or not now, or not for us. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';

  constructor(
    readonly fault: EventFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export abstract class ProcessorFeed {
  /** Verifies and reads an event from its raw bytes. Throws EventRefused. */
  abstract readEvent(raw: Buffer, signature: string, receivedAt: Date): ProcessorEvent;

  /** Events since a moment, on our account or a connected one, oldest first. */
  abstract eventsSince(since: Date, account?: string): Promise<ProcessorEvent[]>;

  /** Movements since a moment on our own account, oldest first. */
  abstract movementsSince(since: Date): Promise<ProcessorMovement[]>;
}
