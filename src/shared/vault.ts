// What is personal, kept so that it can be forgotten. Each person has a data key; what they wrote and how
// they are called is sealed with it, and destroying the key erases all of it at once, in every table
// and in every copy of the database. The keys themselves are wrapped with a key that only the
// configuration holds, so the database alone tells nobody anything.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from './config.js';
import { afterCommit, type Database, rows, type Tx } from './database.js';
import { assert, present } from './refusal.js';
import { TtlMap } from './ttl-map.js';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';
// Every process forgets a destroyed key at the latest after this long.
const MEMORY_MS = 5000;
// Ninety-six bits keep apart all words that were ever written.
const TOKEN_BYTES = 12;

/** The two keys that come out of one person's data key. */
interface PersonalKeys {
  readonly sealing: Buffer;
  readonly searching: Buffer;
}

/** The keys of some people, for as long as one piece of work takes. */
export class Keyring {
  constructor(private readonly keys: ReadonlyMap<string, PersonalKeys>) {}

  /** Seals a person's text: `v1.` and base64url. The same text never looks the same twice. */
  seal(personId: string, text: string): string {
    const { sealing } = present(this.keys.get(personId), 'whoever seals holds the key');
    return VERSION + encrypt(sealing, personId, Buffer.from(text)).toString('base64url');
  }

  /** The text again; null once the person's key is destroyed. */
  open(personId: string, sealed: string): string | null {
    const keys = this.keys.get(personId);
    if (keys === undefined) return null;
    assert(sealed.startsWith(VERSION), 'what is opened was sealed');
    const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
    return decrypt(keys.sealing, personId, bytes).toString();
  }

  /**
   * What stands for a word in an index: the same for the same word of the same person, and nothing that
   * leads back to the word. Undefined once the key is destroyed.
   */
  token(personId: string, word: string): string | undefined {
    const searching = this.keys.get(personId)?.searching;
    if (searching === undefined) return undefined;
    const mac = createHmac('sha256', searching).update(word).digest();
    return mac.subarray(0, TOKEN_BYTES).toString('base64url');
  }
}

@Injectable()
export class Vault {
  private readonly known = new TtlMap<string, PersonalKeys>(MEMORY_MS);
  private readonly wrapping: KeyObject;
  private readonly receipts: Buffer;

  constructor(@Inject(CONFIG) { personalDataKey }: Config) {
    // Whatever its length, it becomes one of the cipher's.
    this.wrapping = createSecretKey(part(personalDataKey, 'wrapping'));
    this.receipts = part(personalDataKey, 'receipt codes');
  }

  /** What a receipt's code is made of: nobody without the configuration can say it. 32 bytes. */
  receiptMac(paymentId: string): Buffer {
    return createHmac('sha256', this.receipts).update(paymentId).digest();
  }

  /** The keys of these people, for reading. Whoever has none, or none any more, is not on the ring. */
  async open(db: Database, personIds: readonly string[]): Promise<Keyring> {
    return new Keyring(await this.find(db, personIds));
  }

  /** The keys of these people, made where they are missing. One that was destroyed stays away. */
  async issue(tx: Tx, personIds: readonly string[]): Promise<Keyring> {
    const found = await this.find(tx, personIds);
    const missing = [...new Set(personIds)].filter((id) => !found.has(id)).sort();
    if (missing.length === 0) return new Keyring(found);
    await tx.query(
      `INSERT INTO shared.personal_keys (person_id, wrapped_key)
       SELECT * FROM UNNEST($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING`,
      [missing, missing.map((id) => encrypt(this.wrapping, id, randomBytes(KEY_BYTES)))],
    );
    // Somebody else may have been first, and then their key is the one.
    const made = await this.read(tx, missing);
    return new Keyring(new Map([...found, ...made]));
  }

  /** Destroys a person's key: what was sealed with it is gone for good. */
  async destroy(tx: Tx, personId: string): Promise<void> {
    await tx.query(
      `INSERT INTO shared.personal_keys (person_id, wrapped_key, destroyed_at) VALUES ($1, NULL, now())
       ON CONFLICT (person_id) DO UPDATE SET wrapped_key = NULL, destroyed_at = now()
        WHERE personal_keys.destroyed_at IS NULL`,
      [personId],
    );
    afterCommit(tx, () => {
      this.known.delete(personId);
    });
  }

  private async find(
    db: Database,
    personIds: readonly string[],
  ): Promise<Map<string, PersonalKeys>> {
    const found = new Map<string, PersonalKeys>();
    for (const id of new Set(personIds)) {
      const keys = this.known.get(id);
      if (keys !== undefined) found.set(id, keys);
    }
    const unknown = [...new Set(personIds)].filter((id) => !found.has(id));
    if (unknown.length === 0) return found;
    for (const [id, keys] of await this.read(db, unknown)) found.set(id, keys);
    return found;
  }

  private async read(
    db: Database,
    personIds: readonly string[],
  ): Promise<Map<string, PersonalKeys>> {
    const kept = await rows<{ person_id: string; wrapped_key: Buffer }>(
      db,
      `SELECT person_id, wrapped_key FROM shared.personal_keys
        WHERE person_id = ANY($1) AND destroyed_at IS NULL`,
      [personIds],
    );
    const keys = kept.map(({ person_id, wrapped_key }): [string, PersonalKeys] => [
      person_id,
      derive(decrypt(this.wrapping, person_id, wrapped_key)),
    ]);
    const remember = (): void => {
      for (const [id, each] of keys) this.known.set(id, each);
    };
    // A key that this transaction made may still be undone, and is remembered only once it is there.
    if (db.queryRunner?.isTransactionActive === true) afterCommit(db as Tx, remember);
    else remember();
    return new Map(keys);
  }
}

const derive = (dataKey: Buffer): PersonalKeys => ({
  sealing: part(dataKey, 'sealing'),
  searching: part(dataKey, 'searching'),
});

/** The part of a key that has this one use. */
const part = (key: Buffer | KeyObject, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `tenner ${use}`, KEY_BYTES));

// The person's id is authenticated with it, so what is sealed cannot be moved to somebody else.
function encrypt(key: KeyObject | Buffer, personId: string, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(personId));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: KeyObject | Buffer, personId: string, bytes: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(personId))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([
    decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
    decipher.final(),
  ]);
}
