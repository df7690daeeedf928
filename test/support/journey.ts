// Plays a journey through the books: a text with one posting template on each line, and the owners
// and amounts it needs. `P5a claim=pay_1 payee=ben amount=50.00` claims a payment; `USD` among the
// words changes the currency from EUR; a line that begins with `&` stands or falls with the one
// before it; `P15 undoes=2` reverses the second line. Accounts without an owner need no word, and
// amounts that are not given are zero. Every line is posted through the real books, with floors.
import type { LockedAccount } from '../../src/ledger/books/account.js';
import { Books } from '../../src/ledger/books/books.js';
import {
  type AccountRef,
  addressOf,
  CHART,
  normalSide,
  type Side,
} from '../../src/ledger/chart.js';
import {
  type FreeTemplateName,
  type TemplateName,
  TEMPLATES,
} from '../../src/ledger/templates/catalogue.js';
import { draftEntry, type EntryDraft, freeEntry } from '../../src/ledger/templates/draft.js';
import type { Template } from '../../src/ledger/templates/template.js';
import { formatMinor, parseMoney } from '../../src/shared/money.js';
import { present } from '../../src/shared/refusal.js';

const AT = new Date('2026-01-01T00:00:00Z');

export interface Played {
  /** The number of the line that was refused, counted from one; null when none was. */
  readonly refusedAt: number | null;
  /** Every account touched, as `name:owner` (with a currency other than EUR after it). */
  readonly balances: Record<string, string>;
  /** Clearing accounts that are not at zero at the end. */
  readonly open: readonly string[];
  /** `line: account` for each clearing account that a template finishes, and did not. */
  readonly unfinished: readonly string[];
  readonly templates: readonly (TemplateName | FreeTemplateName)[];
  /** What was posted: which line of the journey moved how much on which side of which account. */
  readonly lines: readonly PlayedLine[];
}

export interface PlayedLine {
  readonly step: number;
  readonly account: string;
  readonly side: Side;
  readonly amount: string;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Balances written one a line, as `name:owner amount`, in the shape of `Played.balances`. */
export const balancesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(/[\n,]/)
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map((item): [string, string] => {
        const space = item.lastIndexOf(' ');
        return [item.slice(0, space).trim(), item.slice(space + 1)];
      }),
  );

function reversal(undone: EntryDraft, reference: string): EntryDraft {
  const lines = undone.lines.map((line) => ({
    ...line,
    side: line.side === 'debit' ? ('credit' as const) : ('debit' as const),
  }));
  const said = { reason: 'posted by mistake', recordedBy: 'fay', approvedBy: 'gus' };
  return freeEntry('P15', reference, AT, lines, { ...said, reverses: undone.reference });
}

function draftOf(step: string, number: number, earlier: readonly EntryDraft[]): EntryDraft {
  const [name = '', ...words] = step.replace(/^&\s*/, '').split(/\s+/);
  const reference = `journey:${String(number)}`;
  const given = words
    .filter((word) => word.includes('='))
    .map((word) => word.split('=') as [string, string]);
  if (name === 'P15') {
    const undone = earlier[Number(new Map(given).get('undoes')) - 1];
    return reversal(present(undone, `${step} undoes an earlier line`), reference);
  }
  const currency = words.find((word) => /^[A-Z]{3}$/.test(word)) ?? 'EUR';
  const isAmount = ([, value]: [string, string]): boolean => /^\d+(\.\d+)?$/.test(value);
  const owners = new Map(given.filter((pair) => !isAmount(pair)));
  const shape: Template = TEMPLATES[name as TemplateName];
  const accounts = shape.lines.map(({ role, account }) => {
    const owned = CHART[account].owner !== null;
    const owner = owned ? present(owners.get(role), `${step} names ${role}`) : '';
    return [role, { name: account, owner, currency }] as const;
  });
  const zeros = shape.lines.map(({ amount }) => [amount, 0n] as const);
  const amounts = given
    .filter(isAmount)
    .map(([key, amount]) => [key, parseMoney({ amount, currency }).minor] as const);
  return draftEntry(
    name as TemplateName,
    reference,
    AT,
    Object.fromEntries(accounts),
    Object.fromEntries([...zeros, ...amounts]),
  );
}

function labelOf({ name, owner, currency }: AccountRef): string {
  const mine = owner === '' ? name : `${name}:${owner}`;
  return currency === 'EUR' ? mine : `${mine} ${currency}`;
}

function accountsOf(drafts: readonly EntryDraft[]): LockedAccount[] {
  const refs = drafts.flatMap(({ lines }) => lines.map((line) => line.account));
  return [...new Map(refs.map((ref) => [addressOf(ref), ref]))].map(([id, ref]) => {
    const { guarded } = CHART[ref.name];
    const limits = { state: 'open', floor: guarded ? 0n : null, ceiling: null } as const;
    return { id, ref, guarded, ...limits, balance: 0n, held: 0n, incoming: 0n, version: 0n };
  });
}

/** Balances by account id, each positive on the account's normal side, in minor units. */
function sumsOf(books: Books): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { account, side, amount } of books.entries.flatMap(({ lines }) => lines)) {
    const sign = side === normalSide(CHART[account.ref.name].kind) ? 1n : -1n;
    sums.set(account.id, (sums.get(account.id) ?? 0n) + sign * amount);
  }
  return sums;
}

/** Posts the lines of a journey in order, until one is refused. */
export function play(text: string): Played {
  const steps = linesOf(text);
  const drafts: EntryDraft[] = [];
  for (const [index, step] of steps.entries()) drafts.push(draftOf(step, index + 1, drafts));
  const accounts = accountsOf(drafts);
  const books = new Books(accounts, AT);
  const unfinished: string[] = [];
  let refusedAt: number | null = null;
  for (let first = 0; first < drafts.length && refusedAt === null;) {
    let next = first + 1;
    while (steps[next]?.startsWith('&') === true) next += 1;
    const group = drafts.slice(first, next);
    if (books.post(...group) !== undefined) refusedAt = first + 1;
    else unfinished.push(...notFinished(group, sumsOf(books)));
    first = next;
  }
  const sums = sumsOf(books);
  const posted = accounts.filter(({ id }) => sums.has(id));
  const sumOf = ({ id }: LockedAccount): bigint => sums.get(id) ?? 0n;
  return {
    refusedAt,
    balances: Object.fromEntries(
      posted.map((one) => [labelOf(one.ref), formatMinor(sumOf(one), one.ref.currency)]),
    ),
    open: posted
      .filter((one) => CHART[one.ref.name].clearing && sumOf(one) !== 0n)
      .map(({ ref }) => labelOf(ref)),
    unfinished,
    templates: drafts.map(({ template }) => template),
    lines: books.entries.flatMap(({ draft }) =>
      draft.lines.map(({ account, side, amount, currency }) => ({
        step: drafts.indexOf(draft) + 1,
        account: labelOf(account),
        side,
        amount: formatMinor(amount, currency),
      })),
    ),
  };
}

function notFinished(group: readonly EntryDraft[], sums: ReadonlyMap<string, bigint>): string[] {
  return group.flatMap(({ template, lines }) => {
    const shape: Template | undefined = template === 'P15' ? undefined : TEMPLATES[template];
    return lines
      .filter(({ account }) => shape?.finishes?.includes(account.name) === true)
      .map(({ account }) => addressOf(account))
      .filter((address) => sums.get(address) !== 0n)
      .map((address) => `${template}: ${address}`);
  });
}
