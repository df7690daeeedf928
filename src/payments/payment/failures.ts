// Why a payment failed, by the code it is stored with: a card's no, a trusted contact's, or what stood in
// the way when the money was to move. Each is a refusal that its own room declared.
import { knownRefusals, present, Refusal } from '../../shared/refusal.js';

/** The stored code of a failed payment as the refusal that says it. */
export function failureRefusal(code: string): Refusal {
  const { kind, title } = present(knownRefusals().get(code), `${code} is a code of ours`);
  return new Refusal(kind, code, title);
}
