// The key that a start without one of one's own makes: the same after a restart, and nobody else's
// to read.
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keptSigningKey, newSigningKey } from '../../scripts/signing-key.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tenner-key-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the first start makes an Ed25519 key, every later one takes the same', () => {
  const file = path.join(folder, 'data', 'ledger-key.pem');
  const first = keptSigningKey(file);
  expect(createPrivateKey(first).asymmetricKeyType).toBe('ed25519');
  expect(keptSigningKey(file)).toBe(first);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(newSigningKey()).not.toBe(first);
});

test('a key that lies there already is never overwritten', () => {
  const file = path.join(folder, 'ledger-key.pem');
  writeFileSync(file, 'mine');
  expect(keptSigningKey(file)).toBe('mine');
});
