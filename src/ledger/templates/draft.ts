// An entry about to be posted, and the two ways to make one: from a template, by accounts and
// amounts, or from free lines where a correction needs them. Whether it may be posted is for the
// books to say.
import { assert } from '../../shared/refusal.js';
import { type AccountRef, addressOf, type Side } from '../chart.js';
import { type FreeTemplateName, type TemplateName, TEMPLATES } from './catalogue.js';
import type { Template } from './template.js';

export interface DraftLine {
  readonly side: Side;
  readonly account: AccountRef;
  /** Minor units, more than zero. */
  readonly amount: bigint;
  /** The account's currency; a line in another one is refused. */
  readonly currency: string;
}

/** Why an entry was made by hand, and by whom. */
export interface EntryRecord {
  /** The id of the entry that this one undoes. */
  readonly reverses?: string;
  readonly reason?: string;
  readonly recordedBy?: string;
  readonly approvedBy?: string;
}

/** One entry about to be posted. */
export interface EntryDraft extends EntryRecord {
  readonly template: TemplateName | FreeTemplateName;
  /** `<object>:<state>`, unique for ever: the same event never posts twice. */
  readonly reference: string;
  readonly occurredAt: Date;
  readonly lines: readonly DraftLine[];
}

/**
 * Fills a template with accounts by role and amounts by name, in minor units. An amount of zero
 * drops its line (a charge without a fee), and lines of one account on one side become one line; a
 * missing or misplaced account is a bug of the caller.
 */
export function draftEntry(
  template: TemplateName,
  reference: string,
  occurredAt: Date,
  accounts: Record<string, AccountRef>,
  amounts: Record<string, bigint>,
): EntryDraft {
  const shape: Template = TEMPLATES[template];
  const lines = shape.lines.flatMap((line): DraftLine[] => {
    const account = accounts[line.role];
    const amount = amounts[line.amount];
    assert(account?.name === line.account, `${template} needs ${line.account} as ${line.role}`);
    assert(amount !== undefined && amount >= 0n, `${template} needs the amount ${line.amount}`);
    const { currency } = account;
    return amount === 0n ? [] : [{ side: line.side, account, amount, currency }];
  });
  assert(lines.length >= 2, `${template} for ${reference} moves nothing`);
  return { template, reference, occurredAt, lines: joined(lines) };
}

/**
 * An entry whose lines no template fixes, amounts in minor units. It must say why and by whom it is
 * recorded. Nothing about the lines is judged here: what is unbalanced or misplaced is refused when
 * it is posted.
 */
export function freeEntry(
  template: FreeTemplateName,
  reference: string,
  occurredAt: Date,
  lines: readonly DraftLine[],
  record: EntryRecord & { readonly reason: string; readonly recordedBy: string },
): EntryDraft {
  return { template, reference, occurredAt, lines, ...record };
}

/** The lines in order, those of one account on one side added into the first of them. */
function joined(lines: readonly DraftLine[]): DraftLine[] {
  const byPlace = new Map<string, DraftLine>();
  for (const line of lines) {
    const place = `${line.side} ${addressOf(line.account)}`;
    const amount = (byPlace.get(place)?.amount ?? 0n) + line.amount;
    byPlace.set(place, { ...line, amount });
  }
  return [...byPlace.values()];
}
