// Two kinds of "no". A Refusal is an expected answer: somebody asked for something that may not
// happen, and is told so by a stable code. An assertion is a bug in our own code. Every module
// declares its closed set of codes here once, so that the list of all answers can be published.

/** What sort of no it is. The ground floor alone knows which HTTP status each kind becomes. */
export type RefusalKind =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'refused'
  | 'exhausted'
  | 'unavailable';

export interface FieldFault {
  field: string;
  message: string;
}

export interface RefusalText {
  kind: RefusalKind;
  /** One sentence for people, without technical words. */
  title: string;
}

export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    readonly title: string,
    readonly detail?: string,
    readonly faults: FieldFault[] = [],
  ) {
    super(detail === undefined ? `${code}: ${title}` : `${code}: ${title} ${detail}`);
    this.name = 'Refusal';
  }
}

const registry = new Map<string, RefusalText>();

/** Every code any module may answer, with its kind and sentence. Source of `GET /problems`. */
export function knownRefusals(): ReadonlyMap<string, RefusalText> {
  return registry;
}

/**
 * Declares a module's closed set of codes and returns the one function that makes its refusals,
 * so that a misspelt code does not compile.
 */
export function refusals<Code extends string>(texts: Record<Code, RefusalText>) {
  for (const [code, text] of Object.entries<RefusalText>(texts)) {
    assert(!registry.has(code), `refusal code ${code} is declared twice`);
    registry.set(code, text);
  }
  return (code: Code, detail?: string, faults?: FieldFault[]): Refusal => {
    const { kind, title } = texts[code];
    return new Refusal(kind, code, title, detail, faults);
  };
}

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** States what must be true if our own code is right. A failure is a bug and becomes a 500. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The value, where our own code guarantees there is one. */
export function present<T>(value: T | null | undefined, message: string): T {
  assert(value !== null && value !== undefined, message);
  return value;
}
