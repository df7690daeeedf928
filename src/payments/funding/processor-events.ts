// The processor's events. They are verified on their raw bytes, stored once under their id and
// answered at once; a lane of the outbox then works on them. An event only says that something
// happened: what counts is how the intent stands when we ask.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { rows, Transactor } from '../../shared/database.js';
import { Outbox } from '../../shared/outbox.js';
import { refusals } from '../../shared/refusal.js';
import { ApplyCharge } from './apply-charge.js';
import { EventRefused, Processor } from '../processor/processor.js';

const refuse = refusals({
  event_refused: { kind: 'invalid', title: 'This event was not signed by the card processor.' },
});

const PROCESSOR_EVENT = 'payments.processor_event';

// The events after which an intent may stand differently for us.
const OF_INTEREST = new Set([
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.amount_capturable_updated',
]);

@Injectable()
export class ProcessorEvents implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly processor: Processor,
    private readonly outbox: Outbox,
    private readonly applyCharge: ApplyCharge,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(PROCESSOR_EVENT, (event: { eventId: string; intentId: string }) =>
      this.apply(event.eventId, event.intentId),
    );
  }

  /** Takes one event in. Refuses `event_refused`; the same event again changes nothing. */
  async receive(raw: Buffer, signature: string): Promise<void> {
    const event = this.read(raw, signature);
    await this.transactor.run(async (tx) => {
      const [fresh] = await rows<{ id: string }>(
        tx,
        `INSERT INTO payments.processor_events (id, type, payload) VALUES ($1, $2, $3)
         ON CONFLICT ON CONSTRAINT processor_events_pk DO NOTHING RETURNING id`,
        [event.id, event.type, JSON.stringify(event.payload)],
      );
      const { id: eventId, intentId } = event;
      if (fresh === undefined || intentId === undefined || !OF_INTEREST.has(event.type)) return;
      await this.outbox.publish(tx, [{ topic: PROCESSOR_EVENT, payload: { eventId, intentId } }]);
    });
  }

  private async apply(eventId: string, intentId: string): Promise<void> {
    await this.applyCharge.run(await this.processor.find(intentId), `event ${eventId}`);
    await this.transactor.reader.query(
      'UPDATE payments.processor_events SET applied_at = now() WHERE id = $1',
      [eventId],
    );
  }

  private read(raw: Buffer, signature: string) {
    try {
      return this.processor.readEvent(raw, signature, this.clock.now());
    } catch (error) {
      if (error instanceof EventRefused) throw refuse('event_refused', error.message);
      throw error;
    }
  }
}
