// Reading the JSON of a control request: each function takes what was sent and its name, and gives
// it back as what it must be, or refuses with a sentence that says what was expected.

export type ControlFields = Record<string, unknown>;

export class ControlRefusal extends Error {}

export function choice<T extends string>(value: unknown, options: readonly T[], name: string): T {
  const found = options.find((option) => option === value);
  if (found !== undefined) return found;
  throw new ControlRefusal(`${name} must be one of ${options.join(', ')}`);
}

export function whole(value: unknown, fallback: number, least: number, name: string): number {
  const number = value ?? fallback;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number;
  throw new ControlRefusal(`${name} must be a whole number of at least ${String(least)}`);
}

/** A whole number other than zero, of either sign. */
export function signed(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value !== 0) return value;
  throw new ControlRefusal(`${name} must be a whole number other than 0`);
}

export function share(value: unknown, name: string): number {
  const number = value ?? 1;
  if (typeof number === 'number' && number > 0 && number <= 1) return number;
  throw new ControlRefusal(`${name} must be a number above 0 and at most 1`);
}

export function truth(value: unknown, name: string): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw new ControlRefusal(`${name} must be true or false`);
}

export function words(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlRefusal(`${name} must be a text`);
}

export function wordList(value: unknown, name: string): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new ControlRefusal(`${name} must be a list of texts`);
}

/** Null, or an address of this machine: nothing is ever sent to another. */
export function loopbackUrl(value: unknown, name: string): string | null {
  if (value === null) return null;
  const text = words(value, name);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' && /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)) {
    return url.href;
  }
  throw new ControlRefusal(`${name} must be an http address of this machine`);
}
