import fc from 'fast-check';
import { hash } from 'node:crypto';
import { inclusionPath, leafHash, merkleRoot, rootByPath } from './merkle.js';

const leavesOf = (size: number): Buffer[] =>
  Array.from({ length: size }, (_, index) =>
    leafHash(BigInt(index + 1), hash('sha256', String(index), 'buffer')),
  );

const node = (left: Buffer, right: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from([1]), left, right]), 'buffer');

const at = (leaves: readonly Buffer[], index: number): Buffer => leaves[index] ?? Buffer.alloc(0);

test('a leaf binds the hash to its position, after a byte that no node begins with', () => {
  const entry = Buffer.alloc(32, 7);
  const bytes = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 2]), entry]);
  expect(leafHash(258n, entry)).toEqual(hash('sha256', bytes, 'buffer'));
});

test('the tree has the shape of RFC 6962', () => {
  const [a, b, c, d, e, f, g] = leavesOf(7) as [
    ...[Buffer, Buffer, Buffer, Buffer],
    ...[Buffer, Buffer, Buffer],
  ];
  expect(merkleRoot([a])).toEqual(a);
  expect(merkleRoot([a, b])).toEqual(node(a, b));
  expect(merkleRoot([a, b, c])).toEqual(node(node(a, b), c));
  expect(merkleRoot([a, b, c, d, e, f, g])).toEqual(
    node(node(node(a, b), node(c, d)), node(node(e, f), g)),
  );
  expect(() => merkleRoot([])).toThrow('at least one leaf');
});

const place = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.tuple(fc.constant(size), fc.nat({ max: size - 1 })));

test('every leaf of every tree has a path to the root, as short as the tree is high', () => {
  fc.assert(
    fc.property(place, ([size, index]) => {
      const leaves = leavesOf(size);
      const path = inclusionPath(leaves, index);
      expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      expect(rootByPath(at(leaves, index), index, size, path)).toEqual(merkleRoot(leaves));
    }),
    { seed: 20261122, numRuns: 400 },
  );
});

test('no path leads there for another leaf, another index, another size or another path', () => {
  const damaged = fc.tuple(place, fc.nat(), fc.nat({ max: 31 }));
  fc.assert(
    fc.property(damaged, ([[size, index], which, byte]) => {
      const leaves = leavesOf(size);
      const leaf = at(leaves, index);
      const path = inclusionPath(leaves, index);
      const root = merkleRoot(leaves);
      const other = Buffer.from(leaf);
      other[byte] = (other[byte] ?? 0) ^ 1;
      expect(rootByPath(other, index, size, path)).not.toEqual(root);
      for (const wrong of [index - 1, index + 1]) {
        expect(rootByPath(leaf, wrong, size, path)).not.toEqual(root);
      }
      expect(rootByPath(leaf, index, size, [...path, leaf])).not.toEqual(root);
      if (path.length === 0) return;
      expect(rootByPath(leaf, index, size, path.slice(1))).not.toEqual(root);
      const bent = path.map((step) => Buffer.from(step));
      const step = at(bent, which % path.length);
      step[byte] = (step[byte] ?? 0) ^ 1;
      expect(rootByPath(leaf, index, size, bent)).not.toEqual(root);
    }),
    { seed: 20261122, numRuns: 300 },
  );
});
