// One request to somebody else's server. Its name is looked up once, every address it has must be
// public, and the connection goes to the address that was checked: a name that means something else a
// moment later changes nothing. No redirect is followed, and nothing of the answer but its status is
// kept.
import { lookup } from 'node:dns/promises';
import { type ClientRequest, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { isLoopback, isPublic } from './addresses.js';

export interface OutboundRules {
  /** For development: this machine may be reached too, with or without https. */
  readonly toLoopback: boolean;
}

/** What became of it: the status, or why there is none. */
export type OutboundResult = { readonly status: number } | { readonly error: string };

/** Looks a name up: every address it has. */
export type Lookup = (name: string) => Promise<readonly { address: string }[]>;

const PATIENCE_MS = 5000;
const ANSWER_MAX = 16_384;

/** Whether an address of the web may be given as an endpoint at all. */
export function isEndpoint(text: string, rules: OutboundRules): boolean {
  if (text.length > 500 || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false;
  const name = nameOf(url);
  const local = rules.toLoopback && (name === 'localhost' || isLoopback(name));
  if (local) return url.protocol === 'https:' || url.protocol === 'http:';
  if (url.protocol !== 'https:' || url.port !== '') return false;
  return isIP(name) === 0 ? /\.[a-z][a-z0-9-]*$/.test(name) : isPublic(name);
}

/** Posts a body. Never throws: what goes wrong is an answer too. */
export async function post(
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  rules: OutboundRules,
  resolve: Lookup = (name) => lookup(name, { all: true, verbatim: true }),
): Promise<OutboundResult> {
  if (!isEndpoint(target, rules)) return { error: 'address_refused' };
  const url = new URL(target);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const address = await Promise.race([checked(url, rules, resolve), ended(signal)]);
    if (address === undefined) return { error: 'address_refused' };
    return { status: await exchange(url, address, headers, body, signal) };
  } catch (error) {
    return { error: signal.aborted ? 'timeout' : reasonOf(error) };
  }
}

async function checked(
  url: URL,
  { toLoopback }: OutboundRules,
  resolve: Lookup,
): Promise<string | undefined> {
  const name = nameOf(url);
  const all = isIP(name) === 0 ? await resolve(name) : [{ address: name }];
  const allowed = (address: string): boolean =>
    isPublic(address) || (toLoopback && isLoopback(address));
  return all.every(({ address }) => allowed(address)) ? all[0]?.address : undefined;
}

function exchange(
  url: URL,
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((done, failed) => {
    const secure = url.protocol === 'https:';
    const name = nameOf(url);
    const options = {
      host: address,
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { ...headers, host: url.host, 'content-length': String(Buffer.byteLength(body)) },
      agent: false,
      signal,
    };
    const request: ClientRequest = secure
      ? secureRequest({ ...options, servername: isIP(name) === 0 ? name : '' })
      : plainRequest(options);
    request.on('error', failed);
    request.on('response', (response) => {
      let size = 0;
      response.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > ANSWER_MAX) response.destroy();
      });
      response.on('error', () => undefined);
      done(response.statusCode ?? 0);
    });
    request.end(body);
  });
}

/** The name in an address, without the brackets of IPv6. */
const nameOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, failed) => {
    signal.addEventListener('abort', () => {
      failed(new Error('timeout'));
    });
  });

function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? code.toLowerCase() : 'failed';
}
