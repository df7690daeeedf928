// The private key that signs the ledger's seals, for a start without one of one's own: made once and
// kept in a file that its owner alone may read, so that a restart signs with the same key.
import { generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';

/** A new Ed25519 private key: PKCS8 in PEM. */
export const newSigningKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

/** The key kept in `file`, which is made when it is missing. */
export function keptSigningKey(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  try {
    fs.writeFileSync(file, newSigningKey(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return fs.readFileSync(file, 'utf8');
}
