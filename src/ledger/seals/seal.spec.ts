import { generateKeyPairSync } from 'node:crypto';
import { isSignedBy, keyIdOf, NO_SEAL, publicKeyOf, sealHash, signHash } from './seal.js';

const RANGE = {
  number: 3n,
  firstPosition: 11n,
  lastPosition: 20n,
  root: Buffer.alloc(32, 1),
  sealedAt: new Date('2026-11-22T12:00:00.123Z'),
  previousHash: NO_SEAL,
};
const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = publicKeyOf(privateKey);

test("a seal's hash covers every field of its range, and no two ranges share one", () => {
  const others = [
    { ...RANGE, number: 4n },
    { ...RANGE, firstPosition: 1n, lastPosition: 120n },
    { ...RANGE, firstPosition: 12n },
    { ...RANGE, lastPosition: 21n },
    { ...RANGE, root: Buffer.alloc(32, 2) },
    { ...RANGE, sealedAt: new Date('2026-11-22T12:00:00.124Z') },
    { ...RANGE, previousHash: Buffer.alloc(32, 3) },
  ];
  const hashes = [RANGE, ...others].map((range) => sealHash(range).toString('hex'));
  expect(new Set(hashes).size).toBe(hashes.length);
});

// Anybody who writes a verifier of their own must come to the same bytes.
test('its bytes are fixed for ever', () => {
  expect(sealHash(RANGE).toString('hex')).toBe(
    '9f8f90bc2295ffb47df60e1c0817e8dcdd3bbd6cfe3071aaf92406432f49240b',
  );
});

test('a signature is good for its bytes and its key alone', () => {
  const bytes = sealHash(RANGE);
  const signature = signHash(bytes, privateKey);
  expect(isSignedBy(bytes, signature, publicKey)).toBe(true);
  expect(isSignedBy(sealHash({ ...RANGE, number: 4n }), signature, publicKey)).toBe(false);
  const stranger = publicKeyOf(generateKeyPairSync('ed25519').privateKey);
  expect(isSignedBy(bytes, signature, stranger)).toBe(false);
  expect(keyIdOf(stranger)).not.toBe(keyIdOf(publicKey));
  expect(keyIdOf(publicKey)).toMatch(/^[0-9a-f]{16}$/);
});
