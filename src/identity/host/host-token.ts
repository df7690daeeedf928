// A host's word that somebody is one of its users: an access token (RFC 9068) signed by the host. All
// that a signature does not say is checked here: who wrote it, for whom, what kind of token it is, how
// long it lives. Every fault gets the same answer, so that a forger learns nothing from it.
import { createHash } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import type { HostConfig } from '../../shared/config-host.js';
import { refusals } from '../../shared/refusal.js';
import { type HostKeys, KeysUnavailable } from './host-keys.js';

export const refuseHost = refusals({
  host_unknown: { kind: 'missing', title: 'No other product signs people in here.' },
  host_token_refused: { kind: 'unauthorized', title: 'That token is not accepted.' },
  host_token_used: {
    kind: 'unauthorized',
    title: 'That token was used already; each is good for one session.',
  },
  host_keys_unavailable: {
    kind: 'unavailable',
    title: 'The product you come from cannot be asked at the moment. Please try again.',
  },
});

/** What a good token says. */
export interface HostClaims {
  readonly issuer: string;
  readonly subject: string;
  /** As the host wrote them; not checked yet. */
  readonly handle: unknown;
  readonly name: unknown;
  readonly expiresAt: Date;
  /** SHA-256 of what was signed: a second signature over the same text is the same token. */
  readonly digest: Buffer;
}

const ALGORITHMS = ['ES256', 'EdDSA', 'RS256'];
const TOKEN_MAX = 4096;
const LIFE_MAX_SECONDS = 15 * 60;
const TOLERANCE_SECONDS = 60;
// Anything else in a header asks for something: a key from elsewhere, an extension, another payload.
const HEADER_NAMES = new Set(['alg', 'kid', 'typ', 'x5t']);

/** Checks a token. Refuses `host_token_refused`, and `host_keys_unavailable` when nobody can tell. */
export async function checkHostToken(
  token: string,
  { issuer, audience }: HostConfig,
  keys: HostKeys,
  now: Date,
): Promise<HostClaims> {
  const signed = wellFormed(token);
  if (signed === undefined) throw refuseHost('host_token_refused');
  try {
    const { payload } = await jwtVerify(token, keys.find, {
      algorithms: ALGORITHMS,
      issuer,
      audience,
      typ: 'at+jwt',
      clockTolerance: TOLERANCE_SECONDS,
      maxTokenAge: LIFE_MAX_SECONDS,
      requiredClaims: ['exp', 'iat', 'sub'],
      currentDate: now,
    });
    const claims = claimsFrom(payload, issuer, audience, signed);
    if (claims !== undefined) return claims;
  } catch (error) {
    if (error instanceof KeysUnavailable) throw refuseHost('host_keys_unavailable');
  }
  throw refuseHost('host_token_refused');
}

/** What was signed, if the token has the one form that is accepted. */
function wellFormed(token: string): string | undefined {
  if (token.length > TOKEN_MAX || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return undefined;
  const [header = '', payload = ''] = token.split('.');
  if (!saysEverythingOnce(header) || !saysEverythingOnce(payload)) return undefined;
  try {
    const named = decodeProtectedHeader(token);
    if (typeof named.kid !== 'string' || named.kid.length > 200) return undefined;
    return Object.keys(named).every((name) => HEADER_NAMES.has(name))
      ? `${header}.${payload}`
      : undefined;
  } catch {
    return undefined;
  }
}

// JSON lets a name come twice, and readers differ in which of the two they believe. With the strings
// taken out, each colon is one member; there must be as many members when it has been read.
function saysEverythingOnce(part: string): boolean {
  const text = Buffer.from(part, 'base64url').toString('utf8');
  const colons = text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
  try {
    return members(JSON.parse(text)) === colons;
  } catch {
    return false;
  }
}

function members(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, child) => sum + members(child), own);
}

function claimsFrom(
  { sub, aud, exp, iat, handle, preferred_username, name }: JWTPayload,
  issuer: string,
  audience: string,
  signed: string,
): HostClaims | undefined {
  if (sub === undefined || exp === undefined || iat === undefined) return undefined;
  // A token that others accept too could have been given to us by one of them.
  if (Array.isArray(aud) && aud.some((each) => each !== audience)) return undefined;
  if (exp - iat > LIFE_MAX_SECONDS || exp <= iat) return undefined;
  if (typeof sub !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(sub)) return undefined;
  return {
    issuer,
    subject: sub,
    handle: handle ?? preferred_username,
    name,
    // It is remembered for as long as it would be accepted.
    expiresAt: new Date((exp + TOLERANCE_SECONDS) * 1000),
    digest: createHash('sha256').update(signed).digest(),
  };
}
