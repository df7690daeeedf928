// A confirmation: a person says yes to exactly one thing, by passkey or PIN. What it is stays the
// caller's business; here it is a digest. The passkey signs a challenge made from it, so that a yes
// to one payment is no yes to another, and a confirmation is used once.
import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { preparedRows, rows, Transactor, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { assert, present } from '../../shared/refusal.js';
import type { ConfirmationMethod } from '../contract.js';
import { Passkeys } from '../passkeys/passkeys.js';
import { Pins } from '../pin/pins.js';
import { refuse } from '../refusals.js';

export interface BegunConfirmation {
  /** `cnf_…` */
  readonly id: string;
  /** What the person can confirm with; empty when they have set up neither. */
  readonly methods: ConfirmationMethod[];
  /** What the browser hands to the passkey; null without one. */
  readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
  readonly expiresAt: Date;
}

export type Proof = { readonly pin: string } | { readonly passkey: AuthenticationResponseJSON };

export interface ConfirmationUse {
  readonly id: string;
  readonly personId: string;
  readonly digest: Buffer;
}

const DIGEST_BYTES = 32;

@Injectable()
export class Confirmations {
  constructor(
    private readonly transactor: Transactor,
    private readonly pins: Pins,
    private readonly passkeys: Passkeys,
  ) {}

  /** Begins a confirmation of what has this SHA-256 digest. It must be proven and used in time. */
  async begin(
    personId: string,
    { digest, seconds }: { digest: Buffer; seconds: number },
  ): Promise<BegunConfirmation> {
    assert(digest.length === DIGEST_BYTES, 'a digest is a SHA-256');
    const db = this.transactor.reader;
    const passkeys = await this.passkeys.list(db, personId);
    const hasPin = (await this.pins.stateOf(db, personId)) !== undefined;
    const [id, nonce] = [newId('cnf'), randomBytes(32)];
    const [begun] = await rows<{ expires_at: Date }>(
      db,
      `INSERT INTO identity.confirmations (id, person_id, digest, nonce, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5)) RETURNING expires_at`,
      [id, personId, digest, nonce, seconds],
    );
    const hasPasskey = passkeys.length > 0;
    return {
      id,
      methods: [...(hasPasskey ? ['passkey' as const] : []), ...(hasPin ? ['pin' as const] : [])],
      passkey: hasPasskey
        ? await this.passkeys.request(passkeys, challengeOf(id, digest, nonce))
        : null,
      expiresAt: present(begun, 'the row was written').expires_at,
    };
  }

  /**
   * Proves that the person says yes. Refuses `confirmation_unknown`, `confirmation_expired`, and what
   * the PIN or the passkey is refused for. A second proof of the same changes nothing.
   */
  async prove(personId: string, id: string, proof: Proof): Promise<void> {
    const challenge = await this.waiting(personId, id);
    if (challenge === null) return;
    if ('pin' in proof) await this.pins.check(personId, proof.pin);
    else await this.passkeys.accept(personId, challenge, proof.passkey);
    const proven = await rows(
      this.transactor.reader,
      `UPDATE identity.confirmations SET proven_at = now(), proven_by = $2
        WHERE id = $1 AND proven_at IS NULL AND expires_at > now() RETURNING 1`,
      [id, 'pin' in proof ? 'pin' : 'passkey'],
    );
    // Somebody was quicker with the same, or the time ran out while the hash was made.
    if (proven.length === 0) await this.waiting(personId, id);
  }

  /**
   * Uses confirmations up, and says of each whether it was good: proven, in time, unused, and this
   * person's for this digest. Two uses of one in the same call are one use.
   */
  async consume(tx: Tx, uses: readonly ConfirmationUse[]): Promise<boolean[]> {
    if (uses.length === 0) return [];
    const good = await preparedRows<{ place: string }>(
      tx,
      `UPDATE identity.confirmations c SET used_at = now()
         FROM UNNEST($1::text[], $2::text[], $3::bytea[]) WITH ORDINALITY
              AS u (id, person_id, digest, place)
        WHERE c.id = u.id AND c.person_id = u.person_id AND c.digest = u.digest
          AND c.proven_at IS NOT NULL AND c.used_at IS NULL AND c.expires_at > now()
    RETURNING u.place`,
      [
        uses.map(({ id }) => id),
        uses.map(({ personId }) => personId),
        uses.map(({ digest }) => digest),
      ],
    );
    const places = new Set(good.map(({ place }) => Number(place)));
    return uses.map((_, index) => places.has(index + 1));
  }

  /** The challenge of a confirmation that waits for its proof; null when it has one. */
  private async waiting(personId: string, id: string): Promise<string | null> {
    const [row] = await rows<WaitingRow>(
      this.transactor.reader,
      `SELECT digest, nonce, proven_at IS NOT NULL AS proven, used_at IS NOT NULL AS used,
              expires_at <= now() AS expired
         FROM identity.confirmations WHERE id = $1 AND person_id = $2`,
      [id, personId],
    );
    if (row === undefined || row.used) throw refuse('confirmation_unknown');
    if (row.expired) throw refuse('confirmation_expired');
    return row.proven ? null : challengeOf(id, row.digest, row.nonce).toString('base64url');
  }
}

interface WaitingRow {
  digest: Buffer;
  nonce: Buffer;
  proven: boolean;
  used: boolean;
  expired: boolean;
}

const challengeOf = (id: string, digest: Buffer, nonce: Buffer): Buffer =>
  createHash('sha256').update(id).update(digest).update(nonce).digest();
