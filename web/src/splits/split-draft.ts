// What is typed into the sheet of a bill, and the body it stands for once it is whole. The server divides;
// nothing is added up here.
import type {
  SplitDivision,
  SplitRoundBody,
  SplitWay,
} from '../../../src/payments/splits/contract.js';
import { type AmountRules, parseAmount } from '../money/parse-amount.js';

export interface DraftItem {
  /** Tells rows apart while they are edited. */
  key: string;
  name: string;
  typed: string;
  personIds: string[];
}

export interface SplitDraft {
  typed: string;
  currency: string;
  title: string;
  way: SplitWay;
  /** Among whom, in the order of the thread. */
  personIds: string[];
  /** What is typed for each person, by way. */
  values: Record<'exactly' | 'shares' | 'percent', Record<string, string>>;
  items: DraftItem[];
}

/** What the sheet opens with. */
export interface SplitStart {
  typed: string;
  currency: string | null;
  title: string;
  /** The bill to which a round is added; null for a new one. */
  splitId: string | null;
}

/** Everybody takes part until somebody is taken out. */
export const blankDraft = (
  start: SplitStart,
  personIds: string[],
  currency = 'EUR',
): SplitDraft => ({
  typed: start.typed,
  currency: start.currency ?? currency,
  title: start.title,
  way: 'equally',
  personIds,
  values: { exactly: {}, shares: {}, percent: {} },
  items: [],
});

export type ReadDraft =
  | { ok: true; body: SplitRoundBody }
  /** What is still to be done, in words. */
  | { ok: false; sentence: string; isAmount: boolean };

/** Reads the draft as far as text goes. */
export function readDraft(draft: SplitDraft, digits: number): ReadDraft {
  const rules: AmountRules = { currency: draft.currency, digits, maximum: 'Infinity' };
  const parsed = parseAmount(draft.typed, rules);
  if (!parsed.ok) return { ok: false, sentence: parsed.sentence, isAmount: true };
  const division = divisionOf(draft, rules);
  if (typeof division === 'string') return { ok: false, sentence: division, isAmount: false };
  const title = draft.title.trim();
  return {
    ok: true,
    body: {
      amount: { amount: parsed.amount, currency: draft.currency },
      ...(title === '' ? {} : { title }),
      division,
    },
  };
}

function divisionOf(draft: SplitDraft, rules: AmountRules): SplitDivision | string {
  const { way, personIds } = draft;
  if (way === 'items') return itemsOf(draft, rules);
  if (personIds.length === 0) return 'Choose among whom.';
  if (way === 'equally') return { way, personIds };
  const typed = personIds.map((personId) => ({
    personId,
    value: valueOf(draft, personId).trim(),
  }));
  const parts = typed.filter(({ value }) => value !== '');
  if (parts.length === 0) return 'Say what each of them bears.';
  const read = parts.map(({ personId, value }) => {
    const number = way === 'exactly' ? parseAmount(value, rules) : parseNumber(value);
    return number.ok ? { personId, value: number.amount } : number.sentence;
  });
  const trouble = read.find((one) => typeof one === 'string');
  if (trouble !== undefined) return trouble;
  return { way, parts: read.filter((one) => typeof one !== 'string') };
}

function itemsOf({ items }: SplitDraft, rules: AmountRules): SplitDivision | string {
  const begun = items.filter(({ name, typed }) => name.trim() !== '' || typed.trim() !== '');
  if (begun.length === 0) return 'Write down the items, and who had them.';
  const read = begun.map(({ name, typed, personIds }, index) => {
    const called = name.trim() === '' ? `Item ${String(index + 1)}` : name.trim();
    const parsed = parseAmount(typed, rules);
    if (!parsed.ok) return `${called}: ${parsed.sentence}`;
    if (personIds.length === 0) return `${called}: say who had it.`;
    return { name: called, amount: parsed.amount, personIds };
  });
  const trouble = read.find((one) => typeof one === 'string');
  if (trouble !== undefined) return trouble;
  return { way: 'items', items: read.filter((one) => typeof one !== 'string') };
}

/** What stands in somebody's field: one share each until something else is typed. */
export function valueOf({ way, values }: SplitDraft, personId: string): string {
  if (way === 'equally' || way === 'items') return '';
  return values[way][personId] ?? (way === 'shares' ? '1' : '');
}

// A number with at most two decimals, with either separator; what it may be the server says.
function parseNumber(
  typed: string,
): { ok: true; amount: string } | { ok: false; sentence: string } {
  const plain = typed.replace(',', '.').replace(/\s|%/g, '');
  return /^\d{1,6}(\.\d{1,2})?$/.test(plain)
    ? { ok: true, amount: plain }
    : { ok: false, sentence: 'Use numbers with at most two decimals, such as 1 or 33.33.' };
}
