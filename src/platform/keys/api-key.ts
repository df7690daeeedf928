// An API key as a text: which world it is for, then 256 bits of chance. What is kept is its SHA-256,
// which is enough for something nobody can guess.
import { createHash, randomBytes } from 'node:crypto';

export interface NewKey {
  readonly key: string;
  readonly digest: Buffer;
  readonly hint: string;
}

const FORM = /^tk_(test|live)_[\w-]{43}$/;

export function newKey(live: boolean): NewKey {
  const key = `tk_${live ? 'live' : 'test'}_${randomBytes(32).toString('base64url')}`;
  return { key, digest: digestOf(key), hint: `${key.slice(0, 12)}…` };
}

/** The digest of a key of this world; undefined for anything else. */
export function digestIn(live: boolean, text: string): Buffer | undefined {
  const world = FORM.exec(text)?.[1];
  return world === (live ? 'live' : 'test') ? digestOf(text) : undefined;
}

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
