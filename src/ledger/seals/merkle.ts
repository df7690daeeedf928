// A hash tree over the entries of one seal, in the shape of RFC 6962: a leaf is an entry's hash
// bound to its position, and leaves and nodes are hashed with different first bytes, so that neither
// can be passed off as the other. Who knows the root can check one entry with a short path, without
// seeing any other entry.
import { hash } from 'node:crypto';
import { assert } from '../../shared/refusal.js';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** The leaf of the entry at that position; `entryHash` is 32 bytes. */
export function leafHash(position: bigint, entryHash: Buffer): Buffer {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(position);
  return sha256(LEAF, place, entryHash);
}

/** The root over the leaves, of which there is at least one. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  assert(only !== undefined, 'a seal has at least one leaf');
  if (leaves.length === 1) return only;
  const left = leftSize(leaves.length);
  return sha256(NODE, merkleRoot(leaves.slice(0, left)), merkleRoot(leaves.slice(left)));
}

/** What one needs beside the leaf at `index` to compute the root, from the leaf's sibling upwards. */
export function inclusionPath(leaves: readonly Buffer[], index: number): Buffer[] {
  assert(index >= 0 && index < leaves.length, 'a path begins at a leaf of the tree');
  if (leaves.length === 1) return [];
  const left = leftSize(leaves.length);
  return index < left
    ? [...inclusionPath(leaves.slice(0, left), index), merkleRoot(leaves.slice(left))]
    : [...inclusionPath(leaves.slice(left), index - left), merkleRoot(leaves.slice(0, left))];
}

/**
 * The root that a leaf at `index` of a tree of `size` leaves has by its path; undefined when the
 * path cannot belong to such a leaf.
 */
export function rootByPath(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
): Buffer | undefined {
  if (index < 0 || index >= size) return undefined;
  if (size === 1) return path.length === 0 ? leaf : undefined;
  const sibling = path.at(-1);
  if (sibling === undefined) return undefined;
  const rest = path.slice(0, -1);
  const left = leftSize(size);
  if (index < left) {
    const below = rootByPath(leaf, index, left, rest);
    return below === undefined ? undefined : sha256(NODE, below, sibling);
  }
  const below = rootByPath(leaf, index - left, size - left, rest);
  return below === undefined ? undefined : sha256(NODE, sibling, below);
}

/** The largest power of two below `size`: how many leaves stand to the left of the root. */
function leftSize(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

const sha256 = (...parts: Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');
