// The one way this client talks to the server: JSON over the same origin, with the cookie session.
// A refusal becomes a Problem with a stable code; an answer that never came becomes Unreachable, so
// that callers can tell "the server said no" from "nobody knows" and repeat safely.
import type { ProblemView } from '../../../src/shared/contract.js';

/** The server's considered no, with the sentence for people and the code for programs. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  readonly fields: { field: string; message: string }[];

  constructor(view: Pick<ProblemView, 'status' | 'code' | 'title' | 'detail' | 'errors'>) {
    super(view.title);
    this.name = 'Problem';
    this.status = view.status;
    this.code = view.code;
    this.detail = view.detail === view.title ? undefined : view.detail;
    this.fields = view.errors ?? [];
  }
}

/** No usable answer arrived, so the outcome is unknown. */
export class Unreachable extends Error {
  constructor() {
    super('Tenner could not be reached.');
    this.name = 'Unreachable';
  }
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

// Longer than the server's own budget for asking the card processor, so its answer wins the race.
const PATIENCE_MS = 45_000;

/** Asks whoever sits here to show once more that it is them; false when they would not. */
export type StepUp = () => Promise<boolean>;

let stepUp: StepUp | null = null;

/** Sets who is asked when the server wants a fresh proof. Nobody, with null. */
export function onProofNeeded(ask: StepUp | null): void {
  stepUp = ask;
}

/**
 * Calls `/v1<path>`. Throws Problem when refused and Unreachable when no answer came. What needs a
 * fresh proof is done once the proof was given, so that no caller has to know.
 */
export async function call<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
  try {
    return await callOnce(path, options);
  } catch (error) {
    const needsProof = error instanceof Problem && error.code === 'fresh_sign_in_needed';
    if (!needsProof || stepUp === null || !(await stepUp())) throw error;
    return callOnce(path, options);
  }
}

async function callOnce<Answer>(path: string, options: CallOptions): Promise<Answer> {
  const response = await send(path, options);
  if (response.status === 204) return undefined as Answer;
  const parsed = await readJson(response);
  if (response.ok) {
    if (parsed === undefined) throw new Unreachable();
    return parsed as Answer;
  }
  throw toProblem(response.status, parsed);
}

async function send(path: string, options: CallOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  if (options.idempotencyKey) headers.set('idempotency-key', options.idempotencyKey);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await fetch(`/v1${path}`, {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      headers,
      signal: options.signal ? AbortSignal.any([options.signal, patience]) : patience,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Unreachable();
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function toProblem(status: number, parsed: unknown): Error {
  if (isProblem(parsed)) return new Problem({ ...parsed, status });
  if (status >= 500) return new Unreachable();
  return new Problem({
    status,
    code: `http_${String(status)}`,
    title: 'The server refused this request.',
  });
}

function isProblem(value: unknown): value is ProblemView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'title' in value &&
    typeof value.title === 'string'
  );
}

/** The sentence to show for any failure. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Problem) {
    const fields = error.fields.map((field) => field.message).join(' ');
    return [error.message, error.detail ?? fields].filter(Boolean).join(' ');
  }
  if (error instanceof Unreachable)
    return `${error.message} Look at your connection and try again.`;
  return 'Something went wrong on this page. Try again.';
}

/** The server did nothing and kept nothing, because it knew that the processor does not answer. */
export const CARDS_UNAVAILABLE = 'card_payments_unavailable';

/** True when the server decided; false when the outcome is unknown and the same key must be used. */
export function isFinal(error: unknown): boolean {
  return (
    error instanceof Problem &&
    (error.code === CARDS_UNAVAILABLE ||
      (error.status < 500 && ![408, 409, 425, 429].includes(error.status)))
  );
}
