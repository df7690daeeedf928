// Whom a payment in a thread goes to, or why to nobody; and in which currencies.
import type { ThreadRoster } from '../../shared/money-threads.js';
import { type Refusal, refusals } from '../../shared/refusal.js';

const refuse = refusals({
  payment_thread_unknown: { kind: 'missing', title: 'There is no such thread.' },
  payee_needed: { kind: 'invalid', title: 'Please say who in the group is to be paid.' },
  payee_not_in_thread: { kind: 'missing', title: 'That person is not in this thread.' },
  payee_is_payer: { kind: 'invalid', title: 'You cannot pay yourself.' },
  currency_not_supported: { kind: 'invalid', title: 'Payments in that currency are not offered.' },
});

interface Asked {
  readonly personId: string;
  /** Null in a direct thread, where it is the other one. */
  readonly payeeId: string | null;
}

/** The payee's id. A thread of other people answers exactly like one that does not exist. */
export function payeeIn(
  roster: ThreadRoster | undefined,
  { personId, payeeId }: Asked,
): string | Refusal {
  if (roster?.personIds.includes(personId) !== true) return refuse('payment_thread_unknown');
  const other =
    payeeId === null && roster.kind === 'direct'
      ? roster.personIds.find((id) => id !== personId)
      : (payeeId ?? undefined);
  if (other === undefined) return refuse('payee_needed');
  if (other === personId) return refuse('payee_is_payer');
  return roster.personIds.includes(other) ? other : refuse('payee_not_in_thread');
}

export const refuseCurrency = (offered: readonly string[]): Refusal =>
  refuse('currency_not_supported', `Offered: ${offered.join(', ')}.`);
