// Deliveries as rows: claimed with a lease, so that a process that dies leaves them to another; in the
// order of their events for one payment; a few at a time for each endpoint, and one alone for an
// endpoint that has been failing.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { OutboundResult } from './outbound.js';
import { CIRCUIT_FAILURES, pauseAfter, restAfter } from './patience.js';

/** A delivery in hand, with all that is needed to make it. */
export interface Claimed {
  readonly endpointId: string;
  readonly eventId: string;
  readonly attempts: number;
  readonly url: string;
  readonly body: string;
  readonly secretNumber: number;
  readonly previousUntil: Date | null;
}

// Longer than a request takes; a delivery whose lease ran out is handed out again.
const LEASE = "interval '30 seconds'";
const AT_ONCE = 4;

/** Claims what is due, at most `limit`. */
export function claimDeliveries(db: Database, limit: number): Promise<Claimed[]> {
  return rows<Claimed>(
    db,
    `WITH open AS (
       SELECT e.id, CASE WHEN e.failures >= ${String(CIRCUIT_FAILURES)} THEN 1 ELSE ${String(AT_ONCE)} END
                    - (SELECT count(*) FROM platform.webhook_deliveries l
                        WHERE l.endpoint_id = e.id AND l.state = 'pending' AND l.leased_until >= now())
                    AS room
         FROM platform.webhook_endpoints e
        WHERE e.state = 'enabled' AND (e.open_until IS NULL OR e.open_until <= now())
     ), due AS (
       SELECT d.* FROM open CROSS JOIN LATERAL (
         SELECT w.endpoint_id, w.event_id FROM platform.webhook_deliveries w
          WHERE w.endpoint_id = open.id AND w.state = 'pending' AND w.next_at <= now()
            AND (w.leased_until IS NULL OR w.leased_until < now())
            AND NOT EXISTS (SELECT FROM platform.webhook_deliveries b
                             WHERE b.endpoint_id = w.endpoint_id AND b.payment_id = w.payment_id
                               AND b.state = 'pending' AND b.event_id < w.event_id)
          ORDER BY w.event_id LIMIT GREATEST(open.room, 0)
            FOR NO KEY UPDATE SKIP LOCKED) d
        LIMIT $1)
     UPDATE platform.webhook_deliveries d
        SET leased_until = now() + ${LEASE}, attempts = d.attempts + 1
       FROM due, platform.webhook_endpoints e, platform.webhook_events n
      WHERE d.endpoint_id = due.endpoint_id AND d.event_id = due.event_id
        AND e.id = d.endpoint_id AND n.id = d.event_id
  RETURNING d.endpoint_id AS "endpointId", d.event_id AS "eventId", d.attempts, e.url, n.body,
            e.secret_number AS "secretNumber", e.previous_until AS "previousUntil"`,
    [limit],
  );
}

/** Writes what became of an attempt: to the delivery, the endpoint's circuit and the log. */
export async function concludeDelivery(
  tx: Tx,
  { endpointId, eventId, attempts }: Claimed,
  result: OutboundResult,
  ms: number,
  chance: number,
): Promise<void> {
  const status = 'status' in result ? result.status : null;
  const arrived = status !== null && status >= 200 && status < 300;
  await tx.query(
    `WITH log AS (
       INSERT INTO platform.webhook_attempts (endpoint_id, event_id, ms, status, error)
       VALUES ($1, $2, $4, $5, $6))
     UPDATE platform.webhook_deliveries
        SET leased_until = NULL, next_at = now() + make_interval(secs => $7),
            delivered_at = CASE WHEN $3 THEN now() END,
            state = CASE WHEN $3 THEN 'delivered' WHEN give_up_at <= now() THEN 'dead' ELSE state END
      WHERE endpoint_id = $1 AND event_id = $2 AND state = 'pending' AND attempts = $8`,
    [
      endpointId,
      eventId,
      arrived,
      ms,
      status,
      'error' in result ? result.error : null,
      pauseAfter(attempts, chance),
      attempts,
    ],
  );
  await noteHealth(tx, endpointId, arrived);
}

async function noteHealth(tx: Tx, endpointId: string, arrived: boolean): Promise<void> {
  const [endpoint] = await rows<{ failures: number }>(
    tx,
    'SELECT failures FROM platform.webhook_endpoints WHERE id = $1 FOR NO KEY UPDATE',
    [endpointId],
  );
  const before = endpoint?.failures ?? 0;
  if (arrived && before === 0) return;
  const failures = arrived ? 0 : before + 1;
  await tx.query(
    `UPDATE platform.webhook_endpoints
        SET failures = $2,
            open_until = CASE WHEN $3::int > 0 THEN now() + make_interval(secs => $3::int) END
      WHERE id = $1`,
    [endpointId, failures, restAfter(failures)],
  );
}
