// The log of deliveries: what was sent, how it was answered, what was given up; and sending again, one
// or a range.
import { type Database, rows, type Tx } from '../../shared/database.js';
import { cut } from '../../shared/pages.js';
import type { WebhookDeliveryPage, WebhookDeliveryView } from '../contract.js';
import { refuse } from '../refusals.js';
import { GIVE_UP_HOURS } from './patience.js';

type Row = Omit<WebhookDeliveryView, 'nextAt' | 'createdAt'> & { nextAt: Date; createdAt: Date };

export interface LogPlace {
  readonly state: WebhookDeliveryView['state'] | null;
  readonly before: string | null;
  readonly limit: number;
}

/** Which deliveries are sent again: those whose events were made in that time. */
export interface ReplayRange {
  readonly from: Date;
  readonly before: Date;
  readonly state: 'delivered' | 'dead' | null;
}

const REPLAY_MAX = 1000;
const ATTEMPTS_SHOWN = 20;

/** Deliveries to an endpoint, the newest event first. */
export async function deliveryLog(
  db: Database,
  endpointId: string,
  { state, before, limit }: LogPlace,
): Promise<WebhookDeliveryPage> {
  const found = await rows<Row>(
    db,
    `SELECT d.event_id AS "eventId", n.type, d.payment_id AS "paymentId", d.state,
            d.next_at AS "nextAt", n.created_at AS "createdAt",
            coalesce((SELECT jsonb_agg(jsonb_build_object('at', a.at, 'ms', a.ms, 'status', a.status,
                                                          'error', a.error) ORDER BY a.at)
                        FROM (SELECT * FROM platform.webhook_attempts l
                               WHERE l.endpoint_id = d.endpoint_id AND l.event_id = d.event_id
                               ORDER BY l.at DESC LIMIT ${String(ATTEMPTS_SHOWN)}) a), '[]') AS attempts
       FROM platform.webhook_deliveries d JOIN platform.webhook_events n ON n.id = d.event_id
      WHERE d.endpoint_id = $1 AND ($2::text IS NULL OR d.state = $2)
        AND ($3::text IS NULL OR d.event_id < $3)
      ORDER BY d.event_id DESC LIMIT $4`,
    [endpointId, state, before, limit + 1],
  );
  const page = cut(found, limit, ({ eventId }) => eventId);
  return { deliveries: page.rows.map(toView), next: page.next };
}

/** Sends one again. Refuses `webhook_delivery_unknown`. */
export async function replayOne(tx: Tx, endpointId: string, eventId: string): Promise<void> {
  const again = await replay(tx, 'd.endpoint_id = $1 AND d.event_id = $2', [endpointId, eventId]);
  if (again === 0) throw refuse('webhook_delivery_unknown');
}

/** Sends a range again, the oldest first and at most a thousand. Answers how many. */
export function replayRange(
  tx: Tx,
  endpointId: string,
  { from, before, state }: ReplayRange,
): Promise<number> {
  return replay(
    tx,
    `(d.endpoint_id, d.event_id) IN (
       SELECT r.endpoint_id, r.event_id
         FROM platform.webhook_deliveries r JOIN platform.webhook_events n ON n.id = r.event_id
        WHERE r.endpoint_id = $1 AND n.created_at >= $2 AND n.created_at < $3
          AND r.state <> 'pending' AND ($4::text IS NULL OR r.state = $4)
        ORDER BY r.event_id LIMIT ${String(REPLAY_MAX)})`,
    [endpointId, from, before, state],
  );
}

async function replay(tx: Tx, which: string, parameters: unknown[]): Promise<number> {
  const again = await rows(
    tx,
    `UPDATE platform.webhook_deliveries d
        SET state = 'pending', next_at = now(), leased_until = NULL, attempts = 0,
            delivered_at = NULL, give_up_at = now() + interval '${String(GIVE_UP_HOURS)} hours'
      WHERE ${which} RETURNING d.event_id`,
    parameters,
  );
  return again.length;
}

const toView = ({ nextAt, createdAt, ...row }: Row): WebhookDeliveryView => ({
  ...row,
  nextAt: row.state === 'pending' ? nextAt.toISOString() : null,
  createdAt: createdAt.toISOString(),
});
