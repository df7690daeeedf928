// A seal closes one range of positions: the root over its entries, chained to the seal before, and
// signed. Whoever has the public key can check it without the database; whoever changes anything
// below it would need the private key, and every copy of a later seal that was given away.
import {
  createPublicKey,
  hash,
  type KeyObject,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto';
import type { SealView } from '../contract.js';
import { encode } from './canonical.js';

export interface SealedRange {
  /** 1, 2, 3… */
  readonly number: bigint;
  readonly firstPosition: bigint;
  readonly lastPosition: bigint;
  readonly root: Buffer;
  readonly sealedAt: Date;
  /** Hash of the seal before; 32 zero bytes for the first. */
  readonly previousHash: Buffer;
}

export interface Seal extends SealedRange {
  /** SHA-256 over the range. */
  readonly hash: Buffer;
  readonly keyId: string;
  /** Ed25519 over the 32 bytes of `hash`. */
  readonly signature: Buffer;
}

/** What the first seal follows. */
export const NO_SEAL = Buffer.alloc(32);

export const sealHash = (range: SealedRange): Buffer =>
  hash(
    'sha256',
    encode(
      'tenner.seal.v1',
      range.number,
      range.firstPosition,
      range.lastPosition,
      range.root.toString('hex'),
      range.sealedAt,
      range.previousHash.toString('hex'),
    ),
    'buffer',
  );

/** The public half of a private key, in DER (SubjectPublicKeyInfo). */
export const publicKeyOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ type: 'spki', format: 'der' });

/** A key's name: the first 16 digits of the SHA-256 of its DER bytes. */
export const keyIdOf = (publicKey: Buffer): string => hash('sha256', publicKey, 'hex').slice(0, 16);

export const signHash = (bytes: Buffer, key: KeyObject): Buffer => signWith(null, bytes, key);

/** Whether the key, in DER, made the signature over `bytes`. */
export const isSignedBy = (bytes: Buffer, signature: Buffer, publicKey: Buffer): boolean =>
  verifyWith(
    null,
    bytes,
    createPublicKey({ key: publicKey, type: 'spki', format: 'der' }),
    signature,
  );

export const toSealView = (seal: Seal): SealView => ({
  number: Number(seal.number),
  firstPosition: Number(seal.firstPosition),
  lastPosition: Number(seal.lastPosition),
  root: seal.root.toString('hex'),
  sealedAt: seal.sealedAt.toISOString(),
  previousHash: seal.previousHash.toString('hex'),
  hash: seal.hash.toString('hex'),
  keyId: seal.keyId,
  signature: seal.signature.toString('base64'),
});
