// A product with users of its own, as far as tokens go: its keys, the page that publishes them, and
// whatever a token of it may say, good or forged.
import { createHmac, createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Json = Record<string, unknown>;
type Algorithm = 'ES256' | 'EdDSA' | 'RS256';

export const KEYS: Record<Algorithm, { publicKey: KeyObject; privateKey: KeyObject }> = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

export const ISSUER = 'https://host.example';
export const AUDIENCE = 'https://tenner.example';

export const kidOf = (alg: string): string => `host-${alg.toLowerCase()}`;

/** The page of public keys. */
export const keySet = (): { keys: Json[] } => ({
  keys: Object.entries(KEYS).map(([alg, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid: kidOf(alg),
    use: 'sig',
    alg,
  })),
});

export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** The signature of a text by a key, in the form that JWS wants. */
export function signature(text: string, alg: string, key: KeyObject): string {
  const bytes =
    alg === 'EdDSA'
      ? sign(null, Buffer.from(text), key)
      : createSign('sha256').update(text).sign({ key, dsaEncoding: 'ieee-p1363' });
  return bytes.toString('base64url');
}

export const hmac = (text: string, secret: string | Buffer): string =>
  createHmac('sha256', secret).update(text).digest('base64url');

let users = 0;

/** What a good token says, about a user nobody has seen yet. */
export function claims(change: Json = {}): Json {
  users += 1;
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: `user-${String(users)}`,
    iat: now,
    exp: now + 300,
    ...change,
  };
}

export const header = (alg: string, change: Json = {}): Json => ({
  alg,
  typ: 'at+jwt',
  kid: kidOf(alg),
  ...change,
});

/** A token with a right signature over whatever it says. */
export function token(
  payload: Json | string = claims(),
  { alg = 'ES256', head = {} }: { alg?: Algorithm; head?: Json | string } = {},
): string {
  const first = typeof head === 'string' ? head : header(alg, head);
  const text = `${encode(first)}.${encode(payload)}`;
  return `${text}.${signature(text, alg, KEYS[alg].privateKey)}`;
}

export interface KeyPage {
  readonly url: string;
  /** How often it was asked for. */
  asked(): number;
  /** Answers like this from now on. */
  answer(how: (request: IncomingMessage, response: ServerResponse) => void): void;
  stop(): Promise<void>;
}

/** Serves the page of public keys. */
export async function serveKeys(): Promise<KeyPage> {
  let asked = 0;
  let how = (_request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(keySet()));
  };
  const server = createServer((request, response) => {
    asked += 1;
    how(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/jwks`,
    asked: () => asked,
    answer: (other) => {
      how = other;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
