// Stripe's wire format for parameters: form encoding with brackets. `a[b][0]=x` nests, `a[]=x`
// appends, and a later value of the same name wins. Only strings and nested maps come out; what
// they mean is decided by the table of fields of the endpoint.
import { invalidRequest } from '../core/errors.js';

/** A decoded parameter: text, or named parts. Lists are parts named 0, 1, 2… */
export type Wire = string | WireMap;
export type WireMap = Map<string, Wire>;

const MAXIMUM_DEPTH = 8;

/** `a[b][]` becomes `['a','b','']`. Throws when brackets do not pair up. */
function pathOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (match === null) throw invalidRequest(`Invalid parameter name: ${name}`, { param: name });
  const rest = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? '');
  if (rest.length > MAXIMUM_DEPTH) {
    throw invalidRequest(`Parameter is nested too deeply: ${name}`, { param: name });
  }
  return [match[1] ?? '', ...rest];
}

function place(target: WireMap, path: readonly string[], value: string, name: string): void {
  const [head = '', ...rest] = path;
  const key = head === '' ? String(target.size) : head;
  if (rest.length === 0) {
    target.set(key, value);
    return;
  }
  const inner = target.get(key) ?? new Map<string, Wire>();
  if (typeof inner === 'string') throw invalidRequest(`Invalid object`, { param: name });
  target.set(key, inner);
  place(inner, rest, value, name);
}

/** Decodes a query string or a form-encoded body. Throws an invalid-request fault on nonsense. */
export function decodeForm(text: string): WireMap {
  const decoded: WireMap = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    place(decoded, pathOf(name), value, name);
  }
  return decoded;
}

/** The same parameters always give the same text, whatever their order on the wire. */
export function canonical(wire: Wire): string {
  if (typeof wire === 'string') return JSON.stringify(wire);
  const parts = [...wire].map(([key, value]) => `${JSON.stringify(key)}:${canonical(value)}`);
  return `{${parts.sort().join(',')}}`;
}
