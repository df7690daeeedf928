// The users of a host. A user is known by who vouches for them and by what name: (issuer, subject).
// The first good token makes a person of them; each good token is exchanged once for a session of
// ours, so that signing out and revoking work as they do for everybody else.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import {
  attempt,
  type Database,
  rows,
  sqlState,
  Transactor,
  type Tx,
} from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { present } from '../../shared/refusal.js';
import { type Device, Sessions } from '../sessions/sessions.js';
import type { SignedIn } from '../sessions/sign-in.js';
import { HostKeys } from './host-keys.js';
import { checkHostToken, type HostClaims, refuseHost } from './host-token.js';

/** A user as the host names them. `handle` and `name` are wishes, and checked. */
export interface HostUser {
  readonly subject: string;
  readonly handle?: unknown;
  readonly name?: unknown;
}

type Vouched = HostUser & { readonly issuer: string };

// A host vouches for friends who pay each other, never for our staff.
const HOST_ROLES = ['person'] as const;
const UNIQUE_VIOLATION = '23505';

@Injectable()
export class HostUsers {
  private readonly keys: HostKeys | undefined;

  constructor(
    private readonly transactor: Transactor,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    const { hostUsers } = config;
    this.keys =
      hostUsers === null ? undefined : new HostKeys(hostUsers.keys, () => clock.now().getTime());
  }

  /**
   * Exchanges a token of the host for a session. Refuses `host_unknown` when there is no host,
   * `host_token_refused`, `host_token_used` and `host_keys_unavailable`.
   */
  async signIn(token: string, device: Device): Promise<SignedIn> {
    const { hostUsers } = this.config;
    if (hostUsers === null || this.keys === undefined) throw refuseHost('host_unknown');
    const claims = await checkHostToken(token, hostUsers, this.keys, this.clock.now());
    return this.transactor.run(async (tx) => {
      await this.use(tx, claims);
      const personId = (await personOf(tx, claims)) ?? (await provision(tx, claims));
      const person = { id: personId, roles: HOST_ROLES };
      return { ...(await this.sessions.open(tx, person, device, false)), personId };
    });
  }

  /**
   * The people of users whom the host vouches for in this very process, made where they are missing:
   * for somebody who is paid before they first come in. Answers their ids by subject.
   */
  async persons(tx: Tx, users: readonly HostUser[]): Promise<Map<string, string>> {
    const { hostUsers } = this.config;
    if (hostUsers === null) throw refuseHost('host_unknown');
    const found = new Map<string, string>();
    for (const user of users) {
      const known = { issuer: hostUsers.issuer, ...user };
      found.set(user.subject, (await personOf(tx, known)) ?? (await provision(tx, known)));
    }
    return found;
  }

  private async use(tx: Tx, { digest, expiresAt }: HostClaims): Promise<void> {
    await tx.query('DELETE FROM identity.host_tokens_used WHERE expires_at < $1', [
      this.clock.now(),
    ]);
    const fresh = await rows(
      tx,
      `INSERT INTO identity.host_tokens_used (digest, expires_at) VALUES ($1, $2)
       ON CONFLICT ON CONSTRAINT host_tokens_used_pk DO NOTHING RETURNING digest`,
      [digest, expiresAt],
    );
    if (fresh.length === 0) throw refuseHost('host_token_used');
  }
}

async function personOf(db: Database, { issuer, subject }: Vouched): Promise<string | undefined> {
  const [found] = await rows<{ id: string }>(
    db,
    'SELECT person_id AS id FROM identity.host_users WHERE issuer = $1 AND subject = $2',
    [issuer, subject],
  );
  return found?.id;
}

/** Makes the person; when somebody else is doing so at this moment, theirs. */
async function provision(tx: Tx, claims: Vouched): Promise<string> {
  try {
    return await attempt(tx, async () => {
      const id = await addPerson(tx, claims);
      await tx.query(
        'INSERT INTO identity.host_users (issuer, subject, person_id) VALUES ($1, $2, $3)',
        [claims.issuer, claims.subject, id],
      );
      return id;
    });
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    return present(await personOf(tx, claims), 'who was faster has made the person');
  }
}

// The host proposes a handle and a name; both meet our own rules. A handle that is taken or does not
// fit gives way to one of ours, and nobody is turned away for it.
async function addPerson(tx: Tx, claims: Vouched): Promise<string> {
  const id = newId('usr');
  const own = `u_${id.slice(-12)}`;
  const name = nameFrom(claims.name) ?? own;
  const wanted = handleFrom(claims.handle);
  for (const handle of wanted === undefined ? [own] : [wanted, own]) {
    const added = await rows(
      tx,
      `INSERT INTO identity.people (id, handle, name, roles, tier)
       VALUES ($1, $2, $3, '{person}', 'verified')
       ON CONFLICT ON CONSTRAINT people_handle_unique DO NOTHING RETURNING id`,
      [id, handle, name],
    );
    if (added.length > 0) break;
  }
  return id;
}

function handleFrom(claim: unknown): string | undefined {
  const handle = typeof claim === 'string' ? claim.trim().toLowerCase() : '';
  return /^[a-z0-9_]{2,30}$/.test(handle) ? handle : undefined;
}

// Letters, marks, digits, plain spaces and what stands in names; no control, format or private
// characters, by which one name can be made to look like another.
function nameFrom(claim: unknown): string | undefined {
  const name = typeof claim === 'string' ? claim.normalize('NFC').trim() : '';
  return /^[\p{L}\p{M}\p{N} .,'’()-]{1,80}$/u.test(name) ? name : undefined;
}
