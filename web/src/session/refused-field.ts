// Which field of a form a refusal is about, so that its sentence stands where it helps.
import { Problem, sentenceOf } from '../api/client.js';

const FIELD_OF: Readonly<Record<string, string>> = {
  handle_taken: 'handle',
  email_taken: 'email',
  password_weak: 'password',
  pin_weak: 'pin',
  code_not_accepted: 'code',
  second_factor_wrong: 'code',
};

/** The sentence of a refusal for one field; undefined when it is about something else. */
export function refusedField(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  if (FIELD_OF[error.code] === field) return sentenceOf(error);
  return error.fields.find((one) => one.field === field)?.message;
}

/** The sentence of a failure that none of these fields shows; null when there is none. */
export function refusedElse(error: unknown, ...fields: readonly string[]): string | null {
  if (error === null || error === undefined) return null;
  return fields.some((field) => refusedField(error, field) !== undefined)
    ? null
    : sentenceOf(error);
}
