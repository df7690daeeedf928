// What a scene cannot do without: an answer that is no refusal.
import type { Answer } from './world.js';

/** The body of an answer, once it is no refusal. */
export function must({ status, body, text }: Answer): unknown {
  if (status >= 300) throw new Error(`the scene could not be set: ${text}`);
  return body;
}

export const idOf = (answer: Answer): string => (must(answer) as { id: string }).id;
