// What an endpoint is: its method and path, who may call it, the table of its parameters, and the
// function that answers. `route` only ties the table's types to the handler's; `findRoute` matches.
import type { StripeFault } from '../core/errors.js';
import type { Work } from '../core/work.js';
import type { Settings } from '../settings.js';
import type { Fields, Values } from './fields.js';
import type { Returns } from './expand.js';

export type KeyKind = 'secret' | 'publishable';

/** Everything a handler may use. */
export interface Call<V> {
  work: Work;
  values: V;
  /** The `:id` of the path; empty where the path has none. */
  id: string;
  /** The `:sub` of the path, an object inside another; empty where the path has none. */
  sub: string;
  /** With which kind of key the caller came; a browser has only the publishable one. */
  key: KeyKind;
  settings: Settings;
}

export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  /** For example `/v1/customers/:id`. */
  path: string;
  /** `publishable` endpoints take either key. */
  access: KeyKind;
  returns: Returns;
  fields: Fields;
  /** A returned fault keeps the handler's effects; a thrown one undoes them. */
  handle(call: Call<Record<string, unknown>>): object | StripeFault;
}

interface TypedRoute<F extends Fields> extends Omit<Route, 'fields' | 'handle' | 'access'> {
  access?: KeyKind;
  fields: F;
  handle(call: Call<Values<F>>): object | StripeFault;
}

/** Declares an endpoint; only the secret key opens it unless `access` says otherwise. */
export function route<F extends Fields>(typed: TypedRoute<F>): Route {
  return { access: 'secret', ...typed } as unknown as Route;
}

export interface Match {
  route: Route;
  id: string;
  sub: string;
}

const ID = /^[\w-]{1,255}$/;

/** The endpoint of a request, a literal path before one with an id. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | null {
  const literal = routes.find((each) => each.method === method && each.path === path);
  if (literal !== undefined) return { route: literal, id: '', sub: '' };
  const parts = path.split('/');
  for (const each of routes) {
    if (each.method !== method || !each.path.includes(':id')) continue;
    const pattern = each.path.split('/');
    if (pattern.length !== parts.length) continue;
    const fits = pattern.every((part, index) =>
      part.startsWith(':') ? ID.test(parts[index] ?? '') : part === parts[index],
    );
    const named = (part: string): string => parts[pattern.indexOf(part)] ?? '';
    if (fits) return { route: each, id: named(':id'), sub: named(':sub') };
  }
  return null;
}
