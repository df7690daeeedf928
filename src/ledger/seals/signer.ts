// Holds the private key that signs what the ledger gives away, and remembers in the database every
// key that ever signed, so that old seals can be checked after the key has been changed.
import { Inject, Injectable } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { CONFIG, type Config } from '../../shared/config.js';
import type { Tx } from '../../shared/database.js';
import { keyIdOf, publicKeyOf, signHash } from './seal.js';

@Injectable()
export class Signer {
  readonly keyId: string;
  /** DER (SubjectPublicKeyInfo). */
  readonly publicKey: Buffer;
  private readonly key: KeyObject;

  constructor(@Inject(CONFIG) { ledger }: Config) {
    this.key = ledger.signingKey;
    this.publicKey = publicKeyOf(this.key);
    this.keyId = keyIdOf(this.publicKey);
  }

  /** Signs 32 bytes and sees to it that the key is known from here on. */
  async sign(tx: Tx, bytes: Buffer): Promise<{ keyId: string; signature: Buffer }> {
    await tx.query(
      `INSERT INTO ledger.signing_keys (id, public_key, since) VALUES ($1, $2, clock_timestamp())
       ON CONFLICT ON CONSTRAINT signing_keys_pk DO NOTHING`,
      [this.keyId, this.publicKey],
    );
    return { keyId: this.keyId, signature: signHash(bytes, this.key) };
  }
}
