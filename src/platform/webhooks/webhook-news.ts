// Turns what becomes of payments into events and deliveries, by one statement inside the transaction
// that changes the payments. Where nobody listens, nothing is written.
import { Injectable } from '@nestjs/common';
import { type PaymentChange, PaymentNews } from '../../payments/index.js';
import { afterCommit, preparedRows, type Tx } from '../../shared/database.js';
import { eventOf } from './events.js';

@Injectable()
export class WebhookNews extends PaymentNews {
  /** Called after a commit that left something to deliver. */
  wake: () => void = () => undefined;

  async publish(tx: Tx, changes: readonly PaymentChange[]): Promise<void> {
    const events = changes.flatMap((change) => eventOf(change) ?? []);
    if (events.length === 0) return;
    const written = await preparedRows(
      tx,
      `WITH wanted AS (
         SELECT n.*, e.id AS endpoint_id
           FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
                AS n (id, type, payment_id, body, created_at)
           JOIN platform.webhook_endpoints e ON e.state = 'enabled' AND n.type = ANY(e.events)
       ), kept AS (
         INSERT INTO platform.webhook_events (id, type, payment_id, body, created_at)
         SELECT DISTINCT id, type, payment_id, body, created_at FROM wanted
       )
       INSERT INTO platform.webhook_deliveries (endpoint_id, event_id, payment_id)
       SELECT endpoint_id, id, payment_id FROM wanted RETURNING event_id`,
      [
        events.map(({ id }) => id),
        events.map(({ type }) => type),
        events.map(({ data }) => data.payment.id),
        events.map((event) => JSON.stringify(event)),
        events.map(({ createdAt }) => createdAt),
      ],
    );
    if (written.length > 0) {
      afterCommit(tx, () => {
        this.wake();
      });
    }
  }
}
