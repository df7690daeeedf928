// The processor's events. One is verified on its raw bytes, stored once under its id, and answered at
// once; then a lane of the outbox works on it. An event only says that something happened to an
// object: whoever knows that kind of object asks how it stands now, and applies that. So events may
// come in any order and any number of times. One that cannot be applied is tried again, and in the
// end lies in the inbox as a dead letter until a person replays it.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { Outbox } from '../../shared/outbox.js';
import { assert, refusals } from '../../shared/refusal.js';
import { OutcomeUnknown } from '../processor/processor.js';
import { Sweeper } from '../sweep/sweeper.js';
import { EventRefused, type ProcessorEvent, ProcessorFeed } from '../processor/feed.js';
import {
  countRefusal,
  finishEvent,
  type InboxEvent,
  knownAccount,
  postponeEvent,
  storeEvent,
  takeDue,
  waitForProcessor,
  waitingEvent,
} from './inbox-store.js';

export const refuse = refusals({
  event_refused: { kind: 'invalid', title: 'This event was not signed by the card processor.' },
});

/** Applies how an object stands now. It may throw; then it is tried again later. */
export type Reader = (objectId: string, event: InboxEvent) => Promise<void>;

/** Thrown by a reader whose object depends on something that has yet to come; it comes soon. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

const PROCESSOR_EVENT = 'payments.processor_event';

// Ten attempts with doubling pauses are half an hour; what fails that long needs a person.
const ATTEMPTS_MAX = 10;
const PROCESSOR_PAUSE_SECONDS = 30;
const FIRST_PAUSE_SECONDS = 2;
const DUE_MAX = 50;
// One question that hangs must not keep the other events waiting.
const AT_ONCE = 8;

@Injectable()
export class Inbox implements OnModuleInit {
  private readonly log = new Logger(Inbox.name);
  private readonly readers = new Map<string, { pattern: RegExp; reader: Reader }>();

  constructor(
    private readonly transactor: Transactor,
    private readonly feed: ProcessorFeed,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    const work = ({ eventId }: { eventId: string }): Promise<void> => this.work(eventId);
    this.outbox.handle(PROCESSOR_EVENT, work, AT_ONCE);
    this.sweeper.add('reading events again', () => this.sweep());
  }

  /** Names who reads one kind of object, and after which types of event. */
  handle(objectKind: string, pattern: RegExp, reader: Reader): void {
    assert(!this.readers.has(objectKind), `${objectKind} has two readers`);
    this.readers.set(objectKind, { pattern, reader });
  }

  /** Takes one event in from the wire. Refuses `event_refused`; each refusal is counted. */
  async receive(raw: Buffer, signature: string): Promise<void> {
    try {
      const event = this.feed.readEvent(raw, signature, this.clock.now());
      await this.take(event, 'webhook');
    } catch (error) {
      if (!(error instanceof EventRefused)) throw error;
      await countRefusal(this.transactor.reader, error.fault, this.clock.now());
      throw refuse('event_refused', error.message);
    }
  }

  /** Stores an event that is new and has it worked on. Answers whether it was new. */
  async take(event: ProcessorEvent, foundBy: 'webhook' | 'listing'): Promise<boolean> {
    return this.transactor.run(async (tx) => {
      // An event of an account that is not ours may be real, but it is not for us.
      if (event.account !== undefined && !(await knownAccount(tx, event.account))) {
        throw new EventRefused('account', 'this account is not one of ours');
      }
      const interesting = this.readerOf(event) !== undefined;
      const stored = await storeEvent(tx, {
        event,
        foundBy,
        digest: digestOf(event),
        state: interesting ? 'waiting' : 'ignored',
      });
      if (stored === 'known' && foundBy === 'webhook')
        await countRefusal(tx, 'replayed', this.clock.now());
      if (stored === 'waiting') await this.publish(tx, event.id);
      return stored !== 'known';
    });
  }

  /** Has an event worked on in a moment. */
  async publish(tx: Tx, eventId: string): Promise<void> {
    await this.outbox.publish(tx, [{ topic: PROCESSOR_EVENT, payload: { eventId } }]);
  }

  /** Works on what is due again. */
  async sweep(): Promise<void> {
    const due = await takeDue(this.transactor.reader, DUE_MAX);
    for (const eventId of due) await this.work(eventId);
  }

  /** Works on one event: asks how its object stands, and applies it. */
  async work(eventId: string): Promise<void> {
    const { reader: db } = this.transactor;
    const event = await waitingEvent(db, eventId);
    if (event === undefined) return;
    const { objectId } = event;
    const reads = this.readerOf(event);
    if (reads === undefined || objectId === undefined) {
      await finishEvent(db, eventId, 'ignored');
      return;
    }
    try {
      await reads(objectId, event);
      await finishEvent(db, eventId, 'applied');
    } catch (error) {
      await this.failed(event, error);
    }
  }

  private async failed(event: InboxEvent, error: unknown): Promise<void> {
    const { id, type, attempts } = event;
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const { reader } = this.transactor;
    if (error instanceof OutcomeUnknown) {
      // A processor that does not answer is no fault of the event; it never dies of that.
      await waitForProcessor(reader, id, PROCESSOR_PAUSE_SECONDS, message.slice(0, 500));
      return;
    }
    const dead = attempts + 1 >= ATTEMPTS_MAX;
    const pause = FIRST_PAUSE_SECONDS * 2 ** attempts;
    await postponeEvent(reader, id, dead ? null : pause, message.slice(0, 500));
    if (dead) this.log.error(`${type} ${id} is a dead letter: ${message}`);
    else this.log.warn(`${type} ${id} is tried again in ${String(pause)} s: ${message}`);
  }

  private readerOf(event: Pick<ProcessorEvent, 'objectKind' | 'type'>): Reader | undefined {
    const found = this.readers.get(event.objectKind ?? '');
    return found?.pattern.test(event.type) === true ? found.reader : undefined;
  }
}

/**
 * A fingerprint of what the event says about its object, and when. An object may come back to a state
 * it was in before, and that is news again.
 */
function digestOf({ object, occurredAt }: ProcessorEvent): Buffer {
  const said = `${occurredAt.toISOString()} ${JSON.stringify(object)}`;
  return createHash('sha256').update(said).digest();
}
