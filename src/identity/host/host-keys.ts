// The public keys of the host's issuer. They come from one pinned place and from nowhere a token
// names. The place is asked again when a token names a key we have never seen, which is how a host
// changes its keys, but never twice within the cooldown: whoever floods us with made-up names of keys
// makes us ask once.
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { HostKeySource } from '../../shared/config-host.js';

const COOLDOWN_MS = 30_000;
// A key that the host has withdrawn is good for this long at most.
const AGE_MAX_MS = 10 * 60_000;
const PATIENCE_MS = 2000;
const BYTES_MAX = 65_536;

/** The keys cannot be had at the moment; nothing was said about the token. */
export class KeysUnavailable extends Error {}

interface Known {
  readonly find: JWTVerifyGetKey;
  readonly readAt: number;
}

export class HostKeys {
  private known: Known | undefined;
  private askedAt = -Infinity;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly source: HostKeySource,
    private readonly now: () => number,
  ) {
    if ('jwks' in source) {
      this.known = { find: setOf(source.jwks), readAt: Infinity };
    }
  }

  /** The key that a token's header names. As jose wants it. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.current();
    try {
      return await keys.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !this.mayAsk()) throw error;
    }
    return (await this.asked()).find(header, token);
  };

  private async current(): Promise<Known> {
    const fresh = this.known !== undefined && this.now() - this.known.readAt < AGE_MAX_MS;
    return fresh && this.known !== undefined ? this.known : this.asked();
  }

  private mayAsk(): boolean {
    return 'url' in this.source && this.now() - this.askedAt >= COOLDOWN_MS;
  }

  private async asked(): Promise<Known> {
    if (this.mayAsk()) this.asking ??= this.ask().finally(() => (this.asking = undefined));
    await this.asking;
    const { known } = this;
    if (known === undefined || this.now() - known.readAt >= AGE_MAX_MS) {
      throw new KeysUnavailable('the keys of the host cannot be read');
    }
    return known;
  }

  private async ask(): Promise<void> {
    if (!('url' in this.source)) return;
    this.askedAt = this.now();
    const keySet = await readKeySet(this.source.url).catch(() => undefined);
    if (keySet !== undefined) this.known = { find: setOf(keySet), readAt: this.askedAt };
  }
}

const setOf = (keySet: unknown): JWTVerifyGetKey => createLocalJWKSet(keySet as JSONWebKeySet);

async function readKeySet(url: string): Promise<unknown> {
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { accept: 'application/jwk-set+json, application/json' },
  });
  if (response.status !== 200 || response.body === null) throw new Error('no key set');
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > BYTES_MAX) throw new Error('the key set is too large');
    pieces.push(piece);
  }
  const keySet: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  setOf(keySet); // Throws when it is not one, so that it never takes the place of a good one.
  return keySet;
}
