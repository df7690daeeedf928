// Keys of hosts: made, exchanged, revoked by an administrator; shown once. Whoever holds one acts for
// the host's servers, within its scopes.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, rows, Transactor, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import type { ApiKeyView, NewApiKeyView, Scope } from '../contract.js';
import { refuse } from '../refusals.js';
import { digestIn, newKey } from './api-key.js';

/** Who asks with a key. */
export interface KeyHolder {
  readonly keyId: string;
  readonly hostId: string;
  readonly scopes: readonly Scope[];
}

interface KeyRow {
  id: string;
  host_id: string;
  hint: string;
  scopes: Scope[];
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

export interface KeyWish {
  readonly hostId: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date;
  readonly createdBy: string;
}

const DAY_MS = 86_400_000;
const LIFE_MAX_MS = 731 * DAY_MS;
const COLUMNS = 'id, host_id, hint, scopes, created_at, expires_at, revoked_at, last_used_at';

@Injectable()
export class ApiKeys {
  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes a key. Refuses `host_app_unknown` and `api_key_end_malformed`. */
  async create(tx: Tx, wish: KeyWish): Promise<NewApiKeyView> {
    const left = wish.expiresAt.getTime() - this.clock.now().getTime();
    if (!(left > 0 && left <= LIFE_MAX_MS)) throw refuse('api_key_end_malformed');
    const { key, digest, hint } = newKey(this.live);
    const [row] = await rows<KeyRow>(
      tx,
      `INSERT INTO platform.api_keys (id, host_id, digest, hint, scopes, created_by, expires_at)
       SELECT $1, h.id, $3, $4, $5, $6, $7 FROM platform.hosts h WHERE h.id = $2
       RETURNING ${COLUMNS}`,
      [newId('apk'), wish.hostId, digest, hint, wish.scopes, wish.createdBy, wish.expiresAt],
    );
    if (row === undefined) throw refuse('host_app_unknown');
    return { ...toView(row), key };
  }

  /** Makes a key like this one, which itself goes on for some hours. Refuses `api_key_over`. */
  async rotate(tx: Tx, id: string, hours: number, createdBy: string): Promise<NewApiKeyView> {
    const now = this.clock.now();
    const old = await this.locked(tx, id);
    if (old.revoked_at !== null || old.expires_at <= now) throw refuse('api_key_over');
    const expiresAt = new Date(
      now.getTime() + (old.expires_at.getTime() - old.created_at.getTime()),
    );
    const { host_id: hostId, scopes } = old;
    const made = await this.create(tx, { hostId, scopes, expiresAt, createdBy });
    await tx.query(
      'UPDATE platform.api_keys SET expires_at = LEAST(expires_at, $2) WHERE id = $1',
      [id, new Date(now.getTime() + hours * 3_600_000)],
    );
    return made;
  }

  /** Ends a key at once. Ending it again changes nothing. */
  async revoke(tx: Tx, id: string): Promise<void> {
    await this.locked(tx, id);
    await tx.query(
      'UPDATE platform.api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL',
      [id, this.clock.now()],
    );
  }

  async list(db: Database, hostId: string): Promise<ApiKeyView[]> {
    const found = await rows<KeyRow>(
      db,
      `SELECT ${COLUMNS} FROM platform.api_keys WHERE host_id = $1 ORDER BY id DESC`,
      [hostId],
    );
    return found.map(toView);
  }

  /** Whose key this is, and notes that it was used. Refuses `api_key_refused`. */
  async holder(text: string): Promise<KeyHolder> {
    const digest = digestIn(this.live, text);
    if (digest === undefined) throw refuse('api_key_refused');
    const now = this.clock.now();
    const [found] = await rows<KeyHolder & { stale: boolean }>(
      this.transactor.reader,
      `SELECT id AS "keyId", host_id AS "hostId", scopes,
              last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '1 minute' AS stale
         FROM platform.api_keys
        WHERE digest = $1 AND revoked_at IS NULL AND expires_at > $2`,
      [digest, now],
    );
    if (found === undefined) throw refuse('api_key_refused');
    if (found.stale) await this.used(found.keyId, now);
    return found;
  }

  private async used(id: string, at: Date): Promise<void> {
    await this.transactor.reader.query(
      'UPDATE platform.api_keys SET last_used_at = $2 WHERE id = $1',
      [id, at],
    );
  }

  private async locked(tx: Tx, id: string): Promise<KeyRow> {
    const [row] = await rows<KeyRow>(
      tx,
      `SELECT ${COLUMNS} FROM platform.api_keys WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    if (row === undefined) throw refuse('api_key_unknown');
    return row;
  }

  private get live(): boolean {
    return this.config.stripe.processor === 'stripe_live';
  }
}

const toView = (row: KeyRow): ApiKeyView => ({
  id: row.id,
  hostId: row.host_id,
  hint: row.hint,
  scopes: row.scopes,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  revokedAt: row.revoked_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});
