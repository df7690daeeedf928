// Accounts of people and staff: who they are, and the answers every other room may ask for.
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Database, preparedRows, rows, Transactor, type Tx } from '../shared/database.js';
import type { Actor } from '../shared/http.js';
import { newId } from '../shared/ids.js';
import { People, type Profile } from '../shared/people.js';
import { TtlMap } from '../shared/ttl-map.js';
import { slowHash } from './argon.js';
import { PersonRow } from './identity.entities.js';
import { type Holder, Sessions } from './sessions/sessions.js';

export interface NewPerson {
  readonly handle: string;
  readonly name: string;
  /** Null for whoever signs in by passkey alone. */
  readonly password: string | null;
  readonly roles: readonly string[];
  /** Since when; now, unless given. */
  readonly since?: Date;
}

// A changed name may take this long to be seen.
const PROFILE_MEMORY_MS = 10_000;

@Injectable()
export class Identity extends People {
  private readonly known = new TtlMap<string, Profile>(PROFILE_MEMORY_MS);

  constructor(
    private readonly transactor: Transactor,
    private readonly sessions: Sessions,
  ) {
    super();
  }

  /**
   * Adds people by our own hand, so they count as verified; a handle that exists already is left as
   * it is. Answers all of them.
   */
  async addPeople(tx: Tx, people: readonly NewPerson[]): Promise<PersonRow[]> {
    for (const { handle, name, password, roles, since } of people) {
      if (await tx.existsBy(PersonRow, { handle })) continue;
      const passwordHash = password === null ? null : await slowHash(password);
      await tx.insert(PersonRow, {
        id: newId('usr'),
        handle,
        name,
        roles: [...roles],
        passwordHash,
        tier: 'verified',
        ...(since === undefined ? {} : { createdAt: since }),
      });
    }
    return tx.findBy(PersonRow, { handle: In(people.map((person) => person.handle)) });
  }

  person(id: string, db: Database = this.transactor.reader): Promise<PersonRow> {
    return db.findOneByOrFail(PersonRow, { id });
  }

  async actorOf(token: string): Promise<Actor | undefined> {
    return actorIn(await this.sessions.holderOf(token));
  }

  async actorsNow(tokens: readonly string[]): Promise<(Actor | undefined)[]> {
    const holders = await this.sessions.holdersNow(tokens);
    return holders.map(actorIn);
  }

  /** Forgets what this process remembers of somebody's name. */
  forget(personId: string): void {
    this.known.delete(personId);
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
    const people = await preparedRows<Profile>(
      db,
      'SELECT id, handle, name FROM identity.people WHERE id = ANY($1)',
      [missing],
    );
    for (const profile of people) {
      this.known.set(profile.id, profile);
      found.set(profile.id, profile);
    }
    return found;
  }
}

// Staff who have not shown their second factor are nobody yet; whoever is leaving is nobody any more.
const actorIn = (holder: Holder | undefined): Actor | undefined =>
  holder?.secondFactor === 'done' && !holder.closing ? holder : undefined;
