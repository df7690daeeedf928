// Every way to change one field of a JSON value, found by walking it: no list written by hand can
// forget a field. Each change keeps the field's form where it has one, because a change that looks
// right is the one that must be noticed.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Change {
  /** Where, for example `lines.0.amount`. */
  readonly at: string;
  /** The whole value with that one field changed. */
  readonly changed: unknown;
}

/** Each leaf changed once, and each list once longer and once shorter. */
export function changes(whole: object): Change[] {
  return walk(structuredClone(whole) as Json, []).map(({ path, value }) => ({
    at: path.join('.'),
    changed: withChange(whole, path, value),
  }));
}

function walk(value: Json, path: string[]): { path: string[]; value: Json }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value: other(value) }];
  const inside = Object.entries(value).flatMap(([key, item]) => walk(item, [...path, key]));
  const [first] = Array.isArray(value) ? value : [];
  if (!Array.isArray(value) || first === undefined) return inside;
  return [...inside, { path, value: value.slice(0, -1) }, { path, value: [...value, first] }];
}

function withChange(whole: object, path: string[], value: Json): unknown {
  const copy = structuredClone(whole) as Record<string, unknown>;
  let place = copy;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
  place[path.at(-1) ?? ''] = value;
  return copy;
}

function other(value: string | number | boolean | null): Json {
  if (value === null) return 'x';
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (/^\d{4}-\d\d-\d\dT.*Z$/.test(value)) return new Date(Date.parse(value) + 1).toISOString();
  if (/^-?\d+$/.test(value)) return (BigInt(value) + 1n).toString();
  if (/^[0-9a-f]{16,}$/.test(value)) return (value.startsWith('0') ? '1' : '0') + value.slice(1);
  if (value === 'debit' || value === 'credit') return value === 'debit' ? 'credit' : 'debit';
  if (/^[A-Z]{3}$/.test(value)) return value === 'EUR' ? 'USD' : 'EUR';
  // Base64 keeps its length and its form; any other text is given one letter more.
  if (/^[A-Za-z0-9+/]{40,}={0,2}$/.test(value)) {
    return value.slice(0, 20) + (value[20] === 'A' ? 'B' : 'A') + value.slice(21);
  }
  return `${value}x`;
}
