// The secrets of a start without any of one's own: the private key that signs the ledger's seals, and
// others that are random bytes. Each is made once and kept in a file that its owner alone may read, so
// that a restart has the same.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';

/** A new Ed25519 private key: PKCS8 in PEM. */
export const newSigningKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

/** Thirty-two new random bytes in base64: the pepper of PINs, for example. */
export const newSecret = () => randomBytes(32).toString('base64');

/** The key kept in `file`, which is made when it is missing. */
export const keptSigningKey = (file) => kept(file, newSigningKey);

/** The random bytes kept in `file`, which are made when it is missing. */
export const keptSecret = (file) => kept(file, newSecret);

function kept(file, make) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  try {
    fs.writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return fs.readFileSync(file, 'utf8');
}
