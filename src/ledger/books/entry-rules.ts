// What every journal entry must be by itself, before any account is looked at: two to 500 lines, each
// positive and in its account's currency, and balanced in every currency.
import { addressOf } from '../chart.js';
import type { BooksRefusal, LedgerRefusalCode } from '../refusals.js';
import type { EntryDraft } from '../templates/draft.js';

const LINES_MAX = 500;

/** The largest amount of one line or hold, in minor units: sums of thousands of them still fit 2^63. */
export const LINE_MAX = 1_000_000_000_000_000n;

/** Why the entry is no entry, if it is none. */
export function refusalOfEntry(draft: EntryDraft): BooksRefusal | undefined {
  const { lines, reference } = draft;
  if (lines.length < 2) return no('entry_too_short', reference);
  if (lines.length > LINES_MAX) return no('entry_too_long', reference);
  const sums = new Map<string, bigint>();
  for (const [index, { side, amount, currency, account }] of lines.entries()) {
    const place = `${reference}, line ${String(index + 1)}`;
    if (amount <= 0n) return no('line_not_positive', place);
    if (amount > LINE_MAX) return no('line_too_large', place);
    if (currency !== account.currency) {
      return { code: 'currency_mismatch', detail: `${place}: ${addressOf(account)}`, account };
    }
    sums.set(currency, (sums.get(currency) ?? 0n) + (side === 'debit' ? amount : -amount));
  }
  for (const [currency, sum] of sums) {
    if (sum !== 0n) return no('entry_unbalanced', `${reference}: ${currency} by ${String(sum)}`);
  }
  return refusalOfCorrection(draft);
}

// A correction is nobody's alone: the reason and two different people are part of the entry.
function refusalOfCorrection(draft: EntryDraft): BooksRefusal | undefined {
  if (draft.reverses === undefined && draft.template !== 'P15') return undefined;
  const { reason, recordedBy, approvedBy } = draft;
  const complete = Boolean(reason) && Boolean(recordedBy) && Boolean(approvedBy);
  return complete && recordedBy !== approvedBy ? undefined : no('approver_needed', draft.reference);
}

const no = (code: LedgerRefusalCode, detail: string): BooksRefusal => ({
  code,
  detail,
  account: null,
});
