// Whom a payment in a thread goes to, or why to nobody; and in which currencies.
import type { Config } from '../../shared/config.js';
import { amountTooLarge, majorToMinor, type Money } from '../../shared/money.js';
import type { ThreadRoster } from '../../shared/money-threads.js';
import { type Refusal, refusals } from '../../shared/refusal.js';

export const refusePayee = refusals({
  payment_thread_unknown: { kind: 'missing', title: 'There is no such thread.' },
  payee_needed: { kind: 'invalid', title: 'Please say who in the group is to be paid.' },
  payee_not_in_thread: { kind: 'missing', title: 'That person is not in this thread.' },
  // It does not say which of the two blocked the other.
  payee_unavailable: { kind: 'refused', title: 'You cannot pay this person.' },
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
  if (roster?.personIds.includes(personId) !== true) return refusePayee('payment_thread_unknown');
  const other =
    payeeId === null && roster.kind === 'direct'
      ? roster.personIds.find((id) => id !== personId)
      : (payeeId ?? undefined);
  if (other === undefined) return refusePayee('payee_needed');
  if (other === personId) return refusePayee('payee_is_payer');
  return roster.personIds.includes(other) ? other : refusePayee('payee_not_in_thread');
}

/** Why nobody can pay an amount: its currency is not offered, or it is too large. */
export function refusalOfAmount(
  { minor, currency }: Money,
  { currencies, maximumMajor }: Config,
): Refusal | undefined {
  if (!currencies.includes(currency)) return refuseCurrency(currencies);
  const limit = { minor: majorToMinor(maximumMajor, currency), currency };
  return minor > limit.minor ? amountTooLarge(limit) : undefined;
}

export const refuseCurrency = (offered: readonly string[]): Refusal =>
  refusePayee('currency_not_supported', `Offered: ${offered.join(', ')}.`);
