// Accounts of people and staff, and their sessions. A password is stored as an Argon2id hash, a
// session token as its SHA-256; neither can be read back. An unknown handle costs the same work as
// a wrong password, so the answer's time tells nobody who has an account.
import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Batch } from '../shared/batch.js';
import { Clock } from '../shared/clock.js';
import { type Database, rows, Transactor, type Tx } from '../shared/database.js';
import type { Actor } from '../shared/http.js';
import { newId } from '../shared/ids.js';
import { People, type Profile } from '../shared/people.js';
import { TtlMap } from '../shared/ttl-map.js';
import { slowHash, slowVerify } from './argon.js';
import { PersonRow, SessionRow } from './identity.entities.js';
import { refuse } from './refusals.js';

export interface NewPerson {
  readonly handle: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly string[];
}

export interface OpenedSession {
  readonly token: string;
  readonly person: PersonRow;
}

const SESSION_DAYS = 30;
// A revoked session must be dead within two seconds everywhere; one second of memory keeps that.
const SESSION_MEMORY_MS = 1000;
// A changed name may take this long to be seen.
const PROFILE_MEMORY_MS = 10_000;

@Injectable()
export class Identity extends People {
  private readonly actors = new TtlMap<string, Actor>(SESSION_MEMORY_MS);
  // Every request asks this question, so the questions of one moment are asked together.
  private readonly lookups = new Batch((hashes: Buffer[]) => this.findActors(hashes));
  private readonly known = new TtlMap<string, Profile>(PROFILE_MEMORY_MS);
  private decoyHash: Promise<string> | undefined;

  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Adds people; a handle that exists already is left as it is. Answers all of them. */
  async addPeople(tx: Tx, people: readonly NewPerson[]): Promise<PersonRow[]> {
    for (const { handle, name, password, roles } of people) {
      if (await tx.existsBy(PersonRow, { handle })) continue;
      const passwordHash = await slowHash(password);
      await tx.insert(PersonRow, {
        id: newId('usr'),
        handle,
        name,
        roles: [...roles],
        passwordHash,
      });
    }
    return tx.findBy(PersonRow, { handle: In(people.map((person) => person.handle)) });
  }

  /** Opens a session. Refuses `credentials_wrong` without saying which of the two was wrong. */
  async signIn(handle: string, password: string): Promise<OpenedSession> {
    const person = await this.transactor.reader.findOne(PersonRow, {
      where: { handle: handle.trim().toLowerCase() },
      select: { id: true, handle: true, name: true, roles: true, passwordHash: true },
    });
    const stored = person?.passwordHash ?? (await this.decoy());
    const matches = await slowVerify(stored, password);
    if (person === null || !matches) throw refuse('credentials_wrong');
    return this.transactor.run((tx) => this.openSession(tx, person.id));
  }

  /** Opens a session of somebody who has shown who they are. */
  async openSession(tx: Tx, personId: string): Promise<OpenedSession> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(this.clock.now().getTime() + SESSION_DAYS * 86_400_000);
    await tx.insert(SessionRow, {
      id: newId('ses'),
      tokenHash: hashOf(token),
      personId,
      expiresAt,
    });
    return { token, person: await tx.findOneByOrFail(PersonRow, { id: personId }) };
  }

  async signOut(token: string): Promise<void> {
    await this.transactor.run((tx) =>
      tx.update(
        SessionRow,
        { tokenHash: hashOf(token), revokedAt: IsNull() },
        { revokedAt: this.clock.now() },
      ),
    );
    this.actors.delete(token);
  }

  async person(id: string): Promise<PersonRow> {
    return this.transactor.reader.findOneByOrFail(PersonRow, { id });
  }

  async actorOf(token: string): Promise<Actor | undefined> {
    const remembered = this.actors.get(token);
    if (remembered !== undefined) return remembered;
    const actor = await this.lookups.submit(hashOf(token));
    if (actor !== undefined) this.actors.set(token, actor);
    return actor;
  }

  actorsNow(tokens: readonly string[]): Promise<(Actor | undefined)[]> {
    return this.findActors(tokens.map(hashOf));
  }

  async byHandle(db: Database, handle: string): Promise<Profile | undefined> {
    const [found] = await rows<Profile>(
      db,
      `SELECT id, handle, name FROM identity.people WHERE handle = $1 AND 'person' = ANY(roles)`,
      [handle],
    );
    return found;
  }

  async profiles(db: Database, ids: readonly string[]): Promise<Map<string, Profile>> {
    const found = new Map<string, Profile>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const profile = this.known.get(id);
      if (profile === undefined) missing.push(id);
      else found.set(id, profile);
    }
    if (missing.length === 0) return found;
    const people = await db.findBy(PersonRow, { id: In(missing) });
    for (const { id, handle, name } of people) {
      const profile = { id, handle, name };
      this.known.set(id, profile);
      found.set(id, profile);
    }
    return found;
  }

  private async findActors(tokenHashes: readonly Buffer[]): Promise<(Actor | undefined)[]> {
    const found = await rows<HolderRow>(
      this.transactor.reader,
      `SELECT s.token_hash, s.id AS session_id, s.proven_at, p.id, p.roles
         FROM identity.sessions s JOIN identity.people p ON p.id = s.person_id
        WHERE s.token_hash = ANY($1) AND s.revoked_at IS NULL AND s.expires_at > $2`,
      [tokenHashes, this.clock.now()],
    );
    const actors = new Map(
      found.map(({ token_hash, id, roles, session_id, proven_at }): [string, Actor] => [
        token_hash.toString('hex'),
        { personId: id, roles, session: { id: session_id, provenAt: proven_at } },
      ]),
    );
    return tokenHashes.map((tokenHash) => actors.get(tokenHash.toString('hex')));
  }

  private decoy(): Promise<string> {
    this.decoyHash ??= slowHash(randomBytes(16));
    return this.decoyHash;
  }
}

interface HolderRow {
  token_hash: Buffer;
  session_id: string;
  proven_at: Date;
  id: string;
  roles: string[];
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
