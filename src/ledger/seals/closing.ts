// The hash of a closing of the books, chained and signed like a seal, so that an export carries the
// closings and a stranger can check them.
import { hash } from 'node:crypto';
import { encode } from './canonical.js';

export interface HashedClosing {
  /** 1, 2, 3… */
  readonly number: number;
  /** Nothing that occurred before this moment is written any more. */
  readonly through: Date;
  /** The closed books consist of the entries up to here. */
  readonly position: bigint;
  readonly balancesHash: Buffer;
  readonly reason: string;
  readonly closedBy: string;
  readonly closedAt: Date;
  /** Hash of the closing before; 32 zero bytes for the first. */
  readonly previousHash: Buffer;
}

/** SHA-256 over the closing, to be signed. */
export const closingHash = (closing: HashedClosing): Buffer =>
  hash(
    'sha256',
    encode(
      'tenner.closing.v1',
      closing.number,
      closing.through,
      closing.position,
      closing.balancesHash.toString('hex'),
      closing.reason,
      closing.closedBy,
      closing.closedAt,
      closing.previousHash.toString('hex'),
    ),
    'buffer',
  );
