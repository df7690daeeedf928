// Who people are, as every floor may ask it. The pillars never import one another; identity answers
// these questions at run time because it provides this class.
import type { Database } from './database.js';
import type { Actor } from './http.js';

export interface Profile {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
}

export abstract class People {
  /** Who holds this session token; undefined when it is unknown, expired or revoked. */
  abstract actorOf(token: string): Promise<Actor | undefined>;

  /** The same for many tokens at once, asked of the database and never of a memory. */
  abstract actorsNow(tokens: readonly string[]): Promise<(Actor | undefined)[]>;

  /** Whose handle this is exactly, among those who have the role `person`; read through `db`. */
  abstract byHandle(db: Database, handle: string): Promise<Profile | undefined>;

  /** Names of people by id, read through `db`. Unknown ids are absent. */
  abstract profiles(db: Database, ids: readonly string[]): Promise<Map<string, Profile>>;
}

/** The cookie that carries the session token of a browser. */
export const SESSION_COOKIE = 'tenner_session';
/** Its name over https: browsers take it from this very host alone, never from a neighbour. */
export const HOST_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;

export const sessionCookie = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? HOST_SESSION_COOKIE : SESSION_COOKIE;

/** The session token of a request: the Authorization header first, else the cookie. */
export function tokenFrom(
  headers: { authorization?: string | undefined; cookie?: string | undefined },
  cookie: string,
): string | undefined {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  return new RegExp(`(?:^|;\\s*)${cookie}=([\\w-]{20,200})(?:;|$)`).exec(headers.cookie ?? '')?.[1];
}
