// A small language for the parameters of an endpoint: `{ amount: required(integer({ min: 1 })) }`.
// One table says what is accepted and gives the handler typed values; anything else is refused with
// Stripe's code (parameter_unknown, parameter_missing, parameter_invalid_…) before anything runs.
import { invalidRequest } from '../core/errors.js';
import type { Wire, WireMap } from './form.js';

/** How one parameter is read; `name` is its full bracketed name for the refusal. */
export interface Field<T, Required extends boolean = boolean> {
  required: Required;
  /** Whether an empty text is a value of its own rather than a mistake. */
  empty: boolean;
  read(wire: Wire, name: string): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What a handler receives for a table of fields: absent parameters are undefined. */
export type Values<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T, infer R>
    ? R extends true
      ? T
      : T | undefined
    : never;
};

function field<T>(read: (wire: Wire, name: string) => T): Field<T, false> {
  return { required: false, empty: false, read };
}

/** A plain text value; refuses nested parameters. */
export function asText(wire: Wire, name: string): string {
  if (typeof wire === 'string') return wire;
  throw invalidRequest(`Invalid string: ${name} must not be an object or a list`, { param: name });
}

function asMap(wire: Wire, name: string): WireMap {
  if (typeof wire !== 'string') return wire;
  throw invalidRequest('Invalid object', { param: name });
}

export function required<T>(inner: Field<T>): Field<T, true> {
  return { ...inner, required: true };
}

/** A parameter that this version of the interface no longer takes; the refusal says so. */
export function retired(code: string, instead: string): Field<never, false> {
  return field((_wire, name) => {
    throw invalidRequest(`${name} is no longer supported. ${instead}`, { code, param: name });
  });
}

/** Accepts the empty text, which unsets the property; the handler sees null. */
export function emptyable<T>(inner: Field<T>): Field<T | null, false> {
  const read = (wire: Wire, name: string): T | null =>
    wire === '' ? null : inner.read(wire, name);
  return { required: false, empty: true, read };
}

export function text(max = 5000): Field<string, false> {
  return field((wire, name) => {
    const value = asText(wire, name);
    if (value.length <= max) return value;
    throw invalidRequest(`Invalid string: ${name} must be at most ${String(max)} characters`, {
      code: 'parameter_invalid_string',
      param: name,
    });
  });
}

export function integer(limits: { min?: number; max?: number } = {}): Field<number, false> {
  const { min = -Number.MAX_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = limits;
  return field((wire, name) => {
    const value = asText(wire, name);
    const extra = { code: 'parameter_invalid_integer', param: name };
    if (!/^-?\d{1,15}$/.test(value)) throw invalidRequest(`Invalid integer: ${value}`, extra);
    const number = Number(value);
    if (number < min) {
      throw invalidRequest(`This value must be greater than or equal to ${String(min)}.`, extra);
    }
    if (number > max) {
      throw invalidRequest(`This value must be less than or equal to ${String(max)}.`, extra);
    }
    return number;
  });
}

export function boolean(): Field<boolean, false> {
  return field((wire, name) => {
    const value = asText(wire, name);
    if (value === 'true' || value === 'false') return value === 'true';
    throw invalidRequest(`Invalid boolean: ${value}`, { param: name });
  });
}

export function oneOf<const T extends string>(...options: readonly T[]): Field<T, false> {
  return field((wire, name) => {
    const value = asText(wire, name);
    const found = options.find((option) => option === value);
    if (found !== undefined) return found;
    const list = options.join(', ');
    throw invalidRequest(`Invalid ${name}: must be one of ${list}`, { param: name });
  });
}

export function listOf<T>(inner: Field<T>, most = 100): Field<T[], false> {
  return field((wire, name) => {
    const parts = typeof wire === 'string' ? null : wire;
    if (parts === null || [...parts.keys()].some((key) => !/^\d+$/.test(key))) {
      throw invalidRequest('Invalid array', { param: name });
    }
    if (parts.size > most) throw invalidRequest('Invalid array: too long', { param: name });
    return [...parts].map(([key, value]) => inner.read(value, `${name}[${key}]`));
  });
}

/** A nested object with fields of its own. */
export function group<F extends Fields>(fields: F): Field<Values<F>, false> {
  return field((wire, name) => readFields(fields, asMap(wire, name), name));
}

/** Up to 50 pairs; the empty value asks for a key's removal. */
export function metadata(): Field<Record<string, string>, false> {
  return field((wire, name) => {
    const pairs = [...asMap(wire, name)].map(([key, value]) => {
      const full = `${name}[${key}]`;
      if (key.length > 40) {
        throw invalidRequest('Metadata keys can be at most 40 characters', { param: full });
      }
      return [key, text(500).read(value, full)] as const;
    });
    if (pairs.length > 50) {
      throw invalidRequest('You can have at most 50 metadata keys', { param: name });
    }
    return Object.fromEntries(pairs);
  });
}

export interface TimeRange {
  gt?: number | undefined;
  gte?: number | undefined;
  lt?: number | undefined;
  lte?: number | undefined;
}

/** An exact time in seconds, or bounds such as `created[gte]`. */
export function timeRange(): Field<TimeRange, false> {
  const bound = integer({ min: 0 });
  const bounds = group({ gt: bound, gte: bound, lt: bound, lte: bound });
  return field((wire, name) => {
    if (typeof wire !== 'string') return bounds.read(wire, name);
    const exact = bound.read(wire, name);
    return { gte: exact, lte: exact };
  });
}

function refuseEmpty(name: string): never {
  throw invalidRequest(
    `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param: name },
  );
}

/** Reads parameters by their table; throws for unknown, missing and malformed ones. */
export function readFields<F extends Fields>(fields: F, wire: WireMap, inside = ''): Values<F> {
  const nameOf = (key: string): string => (inside === '' ? key : `${inside}[${key}]`);
  for (const key of wire.keys()) {
    if (!Object.hasOwn(fields, key)) {
      const param = nameOf(key);
      throw invalidRequest(`Received unknown parameter: ${param}`, {
        code: 'parameter_unknown',
        param,
      });
    }
  }
  const entries = Object.entries(fields).map(([key, spec]) => {
    const value = wire.get(key);
    const param = nameOf(key);
    if (value === undefined) {
      if (!spec.required) return [key, undefined];
      throw invalidRequest(`Missing required param: ${param}.`, {
        code: 'parameter_missing',
        param,
      });
    }
    if (value === '' && !spec.empty) refuseEmpty(param);
    return [key, spec.read(value, param)];
  });
  return Object.fromEntries(entries) as Values<F>;
}
