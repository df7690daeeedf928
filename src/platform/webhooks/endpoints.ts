// Where a host wants to be told: an address, the events it wants, and the secret that signs them.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, rows, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { present } from '../../shared/refusal.js';
import type { NewSecretView, WebhookEndpointView, WebhookEventType } from '../contract.js';
import { refuse } from '../refusals.js';
import { isEndpoint } from './outbound.js';
import { secretOf } from './signature.js';

interface EndpointRow {
  id: string;
  host_id: string;
  url: string;
  events: WebhookEventType[];
  state: 'enabled' | 'disabled';
  secret_number: number;
  previous_until: Date | null;
  failures: number;
  open_until: Date | null;
  created_at: Date;
  waiting: number;
  dead: number;
}

/** An endpoint as its own host may reach it, or as an administrator may: any host's. */
export interface EndpointName {
  readonly id: string;
  /** Null is an administrator. */
  readonly hostId: string | null;
}

const ENDPOINTS_MAX = 16;

@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Adds one. Refuses `webhook_url_refused` and `webhook_too_many`. */
  async add(
    tx: Tx,
    hostId: string,
    url: string,
    events: readonly WebhookEventType[],
  ): Promise<NewSecretView> {
    if (!isEndpoint(url, this.config.webhooks)) throw refuse('webhook_url_refused');
    // The host's row is locked, so that two requests at once do not pass the limit together.
    await tx.query('SELECT FROM platform.hosts WHERE id = $1 FOR NO KEY UPDATE', [hostId]);
    if ((await this.list(tx, hostId)).length >= ENDPOINTS_MAX) throw refuse('webhook_too_many');
    const id = newId('whe');
    await tx.query(
      'INSERT INTO platform.webhook_endpoints (id, host_id, url, events) VALUES ($1, $2, $3, $4)',
      [id, hostId, new URL(url).href, [...new Set(events)]],
    );
    return this.withSecret(tx, { id, hostId });
  }

  /** Endpoints of a host, or of all; with what waits and what was given up. */
  async list(db: Database, hostId: string | null): Promise<WebhookEndpointView[]> {
    return (await find(db, { hostId })).map(toView);
  }

  /** Refuses `webhook_unknown`, also for another host's. */
  async one(db: Database, name: EndpointName): Promise<WebhookEndpointView> {
    return toView(await this.row(db, name));
  }

  /** Makes a new secret; the one before it signs too for some hours. */
  async rotate(tx: Tx, name: EndpointName, hours: number): Promise<NewSecretView> {
    await this.row(tx, name);
    await tx.query(
      `UPDATE platform.webhook_endpoints
          SET secret_number = secret_number + 1, previous_until = $2 WHERE id = $1`,
      [name.id, new Date(this.clock.now().getTime() + hours * 3_600_000)],
    );
    return this.withSecret(tx, name);
  }

  /** Enables, disables or removes. What waits for a disabled one goes on waiting. */
  async become(
    tx: Tx,
    name: EndpointName,
    state: 'enabled' | 'disabled' | 'removed',
  ): Promise<void> {
    await this.row(tx, name);
    await tx.query(
      `UPDATE platform.webhook_endpoints SET state = $2, failures = 0, open_until = NULL
        WHERE id = $1`,
      [name.id, state],
    );
  }

  /** The secrets that sign now, the newest first. */
  secrets(id: string, number: number, previousUntil: Date | null): string[] {
    const both = previousUntil !== null && previousUntil > this.clock.now();
    const numbers = both ? [number, number - 1] : [number];
    return numbers.map((each) => secretOf(this.config.personalDataKey, id, each));
  }

  private async withSecret(tx: Tx, name: EndpointName): Promise<NewSecretView> {
    const row = await this.row(tx, name);
    const [secret] = this.secrets(row.id, row.secret_number, null);
    return { endpoint: toView(row), secret: present(secret, 'an endpoint has a secret') };
  }

  private async row(db: Database, { id, hostId }: EndpointName): Promise<EndpointRow> {
    const [row] = await find(db, { id, hostId });
    if (row === undefined) throw refuse('webhook_unknown');
    return row;
  }
}

const find = (
  db: Database,
  { id = null, hostId }: { id?: string | null; hostId: string | null },
): Promise<EndpointRow[]> =>
  rows<EndpointRow>(
    db,
    `SELECT e.*, coalesce(d.waiting, 0) AS waiting, coalesce(d.dead, 0) AS dead
       FROM platform.webhook_endpoints e
       LEFT JOIN LATERAL (
            SELECT count(*) FILTER (WHERE state = 'pending')::int AS waiting,
                   count(*) FILTER (WHERE state = 'dead')::int AS dead
              FROM platform.webhook_deliveries WHERE endpoint_id = e.id) d ON true
      WHERE e.state <> 'removed' AND ($1::text IS NULL OR e.id = $1)
        AND ($2::text IS NULL OR e.host_id = $2)
      ORDER BY e.id LIMIT 500`,
    [id, hostId],
  );

const toView = (row: EndpointRow): WebhookEndpointView => ({
  id: row.id,
  hostId: row.host_id,
  url: row.url,
  events: row.events,
  state: row.state,
  previousSecretUntil: row.previous_until?.toISOString() ?? null,
  failures: row.failures,
  openUntil: row.open_until?.toISOString() ?? null,
  waiting: row.waiting,
  dead: row.dead,
  createdAt: row.created_at.toISOString(),
});
