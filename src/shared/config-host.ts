// The part of the configuration that is about a host: the product whose own users Tenner serves.

/** Where the public keys of the host's issuer come from: an address, or the key set itself. */
export type HostKeySource =
  | { readonly url: string }
  | { readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] } };

/** How a host's own users are recognised. */
export interface HostConfig {
  /** `iss` of the tokens that are accepted, exactly. */
  readonly issuer: string;
  /** `aud` of the tokens that are accepted, and nobody's besides. */
  readonly audience: string;
  readonly keys: HostKeySource;
}

/** What this file needs of the reader of the environment. */
interface Reads {
  readonly faults: string[];
  text(name: string, fallback?: string): string;
}

/** Reads it; null when no host is configured. */
export function readHost(read: Reads): HostConfig | null {
  const issuer = read.text('HOST_JWT_ISSUER', '');
  const audience = read.text('HOST_JWT_AUDIENCE', '');
  const url = read.text('HOST_JWKS_URL', '');
  const inline = read.text('HOST_JWKS', '');
  if (![issuer, audience, url, inline].some((value) => value !== '')) return null;
  if (issuer === '' || audience === '') {
    read.faults.push('HOST_JWT_ISSUER and HOST_JWT_AUDIENCE are needed together');
  }
  if ((url === '') === (inline === '')) {
    read.faults.push('A host needs one of HOST_JWKS_URL and HOST_JWKS');
  }
  if (inline !== '') {
    const jwks = keySetFrom(inline);
    if (jwks === undefined) read.faults.push('HOST_JWKS must be a JSON Web Key Set of public keys');
    return { issuer, audience, keys: { jwks: jwks ?? { keys: [] } } };
  }
  if (url !== '' && !isSafe(url)) {
    read.faults.push('HOST_JWKS_URL must begin with https://, or be on this machine');
  }
  return { issuer, audience, keys: { url } };
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** An address whose answer nobody on the way can have changed. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  if (username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

// A private key here is a mistake that would put it into a settings file of another product.
function keySetFrom(text: string): { keys: Record<string, unknown>[] } | undefined {
  try {
    const { keys } = JSON.parse(text) as { keys?: Record<string, unknown>[] };
    const fits = Array.isArray(keys) && keys.length > 0 && keys.every((key) => isPublic(key));
    return fits ? { keys } : undefined;
  } catch {
    return undefined;
  }
}

const isPublic = (key: unknown): boolean =>
  typeof key === 'object' && key !== null && !('d' in key) && !('k' in key) && 'kty' in key;
