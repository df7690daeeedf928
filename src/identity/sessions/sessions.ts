// Sessions: who holds a token, since when, on which device, and until when. A token is 256 random bits
// and kept as its hash only. A session ends when its owner ends it, when nobody used it for long, and
// in any case after its time.
import { createHash, randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Batch } from '../../shared/batch.js';
import { Clock } from '../../shared/clock.js';
import { type Database, preparedRows, rows, Transactor, type Tx } from '../../shared/database.js';
import type { Actor } from '../../shared/http.js';
import { newId } from '../../shared/ids.js';
import { TtlMap } from '../../shared/ttl-map.js';
import { Notices } from '../mail/notices.js';
import { refuse } from '../refusals.js';
import { isStaff, STAFF_ROLES } from '../roles.js';
import { deviceOf } from './devices.js';
import { LAPSE, type Session, SESSION_COLUMNS, TERMS } from './session-store.js';

/** Who asks for a session: the browser as it names itself, and its device cookie if it has one. */
export interface Device {
  readonly userAgent: string;
  readonly token: string | undefined;
}

export interface OpenedSession {
  readonly id: string;
  readonly token: string;
  /** For the cookie by which this device is known again. */
  readonly deviceToken: string;
}

/** Who holds a session. Staff must still show a second factor, or set one up, unless it says `done`. */
export interface Holder extends Actor {
  readonly session: { readonly id: string; readonly provenAt: Date };
  readonly secondFactor: 'done' | 'needed' | 'missing';
  /** They have asked for their account to be erased, and wait. */
  readonly closing: boolean;
}

// A revoked session must be dead within two seconds everywhere; one second of memory keeps that.
const SESSION_MEMORY_MS = 1000;
// How exactly the last use is known; writing it at every request would make each one a write.
const LAST_USE_MS = 60_000;
const USER_AGENT_MAX = 300;

@Injectable()
export class Sessions {
  private readonly log = new Logger('Sessions');
  private readonly holders = new TtlMap<string, Holder>(SESSION_MEMORY_MS);
  // Every request asks this question, so the questions of one moment are asked together.
  private readonly lookups = new Batch((hashes: Buffer[]) => this.find(hashes));

  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
    private readonly notices: Notices,
  ) {}

  /** Opens a session, and tells the person when their account was never open on this device before. */
  async open(
    tx: Tx,
    person: { id: string; roles: readonly string[] },
    device: Device,
    secondFactorShown: boolean,
  ): Promise<OpenedSession> {
    const [id, token] = [newId('ses'), randomToken()];
    const deviceToken = device.token ?? randomToken();
    const terms = isStaff(person.roles) ? TERMS.staff : TERMS.person;
    const [known] = await rows<{ opened: boolean; same: boolean }>(
      tx,
      `SELECT count(*) > 0 AS opened, COALESCE(bool_or(device_hash = $2), false) AS same
         FROM identity.sessions WHERE person_id = $1`,
      [person.id, hashOf(deviceToken)],
    );
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO identity.sessions (id, token_hash, person_id, created_at, proven_at, last_used_at,
         expires_at, idle_seconds, user_agent, device_hash, second_factor_at)
       VALUES ($1, $2, $3, $4, $4, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        hashOf(token),
        person.id,
        now,
        new Date(now.getTime() + terms.seconds * 1000),
        terms.idleSeconds,
        device.userAgent.slice(0, USER_AGENT_MAX),
        hashOf(deviceToken),
        secondFactorShown ? now : null,
      ],
    );
    if (known?.opened === true && !known.same) {
      const detail = deviceOf(device.userAgent);
      await this.notices.give(tx, [{ personId: person.id, kind: 'new_device', detail }]);
    }
    return { id, token, deviceToken };
  }

  async holderOf(token: string): Promise<Holder | undefined> {
    const remembered = this.holders.get(token);
    if (remembered !== undefined) return remembered;
    const holder = await this.lookups.submit(hashOf(token));
    if (holder !== undefined) this.holders.set(token, holder);
    return holder;
  }

  /** Who holds each of these tokens, asked of the database and never of a memory. */
  holdersNow(tokens: readonly string[]): Promise<(Holder | undefined)[]> {
    return this.find(tokens.map(hashOf));
  }

  /** The sessions of a person that are open, the one used last first. */
  list(db: Database, personId: string): Promise<Session[]> {
    return rows<Session>(
      db,
      `SELECT ${SESSION_COLUMNS} FROM identity.sessions s
        WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND ${LAPSE} > $2
        ORDER BY last_used_at DESC, id DESC`,
      [personId, this.clock.now()],
    );
  }

  /** Ends one session of a person. Refuses `session_unknown`. */
  async revoke(tx: Tx, personId: string, id: string): Promise<void> {
    const ended = await rows(
      tx,
      `UPDATE identity.sessions SET revoked_at = $3
        WHERE person_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING 1`,
      [personId, id, this.clock.now()],
    );
    if (ended.length === 0) throw refuse('session_unknown');
  }

  /** Ends all sessions of a person but one, if one is named. */
  async revokeOthers(tx: Tx, personId: string, keptId?: string): Promise<void> {
    await tx.query(
      `UPDATE identity.sessions SET revoked_at = $3
        WHERE person_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL`,
      [personId, keptId ?? null, this.clock.now()],
    );
  }

  /** Its owner has just shown that it is them; with a second factor as well, if so. */
  async noteProof(tx: Tx, id: string, secondFactorShown: boolean): Promise<void> {
    await tx.query(
      `UPDATE identity.sessions
          SET proven_at = $2, second_factor_at = CASE WHEN $3 THEN $2 ELSE second_factor_at END
        WHERE id = $1`,
      [id, this.clock.now(), secondFactorShown],
    );
  }

  /** The second factor was shown. */
  async noteSecondFactor(tx: Tx, id: string): Promise<void> {
    await tx.query(
      'UPDATE identity.sessions SET second_factor_at = $2, second_factor_tries = 0 WHERE id = $1',
      [id, this.clock.now()],
    );
  }

  /** What this process remembers of a session is asked for again. */
  forget(token: string | undefined): void {
    if (token !== undefined) this.holders.delete(token);
  }

  private async find(tokenHashes: readonly Buffer[]): Promise<(Holder | undefined)[]> {
    const now = this.clock.now();
    const found = await preparedRows<HolderRow>(
      this.transactor.reader,
      `SELECT s.token_hash, s.id AS session_id, s.proven_at, s.last_used_at, p.id, p.roles,
              CASE WHEN s.second_factor_at IS NOT NULL OR NOT p.roles && $3 THEN 'done'
                   WHEN EXISTS (SELECT FROM identity.totp t
                                 WHERE t.person_id = p.id AND t.confirmed_at IS NOT NULL)
                     OR EXISTS (SELECT FROM identity.passkeys k WHERE k.person_id = p.id)
                   THEN 'needed' ELSE 'missing' END AS second_factor,
              EXISTS (SELECT FROM identity.erasures e WHERE e.person_id = p.id) AS closing
         FROM identity.sessions s JOIN identity.people p ON p.id = s.person_id
        WHERE s.token_hash = ANY($1) AND s.revoked_at IS NULL AND s.expires_at > $2
          AND ${LAPSE} > $2`,
      [tokenHashes, now, STAFF_ROLES],
    );
    const stale = found.filter((row) => now.getTime() - row.last_used_at.getTime() > LAST_USE_MS);
    if (stale.length > 0)
      this.noteUse(
        stale.map((row) => row.token_hash),
        now,
      );
    const holders = new Map(found.map((row) => [row.token_hash.toString('hex'), toHolder(row)]));
    return tokenHashes.map((tokenHash) => holders.get(tokenHash.toString('hex')));
  }

  // Nobody waits for it, and the next request does it when it fails.
  private noteUse(tokenHashes: readonly Buffer[], now: Date): void {
    this.transactor.reader
      .query('UPDATE identity.sessions SET last_used_at = $2 WHERE token_hash = ANY($1)', [
        tokenHashes,
        now,
      ])
      .catch((error: unknown) => {
        this.log.warn('the last use of sessions was not noted', error);
      });
  }
}

interface HolderRow {
  token_hash: Buffer;
  session_id: string;
  proven_at: Date;
  last_used_at: Date;
  id: string;
  roles: string[];
  second_factor: Holder['secondFactor'];
  closing: boolean;
}

const toHolder = (row: HolderRow): Holder => ({
  personId: row.id,
  roles: row.roles,
  session: { id: row.session_id, provenAt: row.proven_at },
  secondFactor: row.second_factor,
  closing: row.closing,
});

const randomToken = (): string => randomBytes(32).toString('base64url');
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
