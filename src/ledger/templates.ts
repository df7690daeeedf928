// The posting templates, as data: for each event of the business, which accounts are debited and
// credited with which of the event's amounts. A journal entry is only ever made from one of these,
// so that whoever reads the books can name the event behind every line.
import { assert } from '../shared/refusal.js';
import type { AccountName, AccountRef, Side } from './chart.js';

interface TemplateLine {
  readonly side: Side;
  readonly account: AccountName;
  /** Which of the accounts handed in this line means. */
  readonly role: string;
  /** Which of the amounts handed in this line carries. */
  readonly amount: string;
}

export interface Template {
  readonly event: string;
  readonly lines: readonly TemplateLine[];
}

const debit = (account: AccountName, role: string, amount = 'amount'): TemplateLine => ({
  side: 'debit',
  account,
  role,
  amount,
});
const credit = (account: AccountName, role: string, amount = 'amount'): TemplateLine => ({
  ...debit(account, role, amount),
  side: 'credit',
});

/** P1, a charge authorised but not captured, has no lines: it is a hold (see `Books.hold`). */
export const TEMPLATES = {
  P2: {
    event: 'the card was charged: the payer is credited in full, the platform bears the fee',
    lines: [
      debit('stripe.pending', 'pending', 'gross'),
      credit('user.available', 'payer', 'gross'),
      debit('stripe.fees', 'fees', 'fee'),
      credit('stripe.pending', 'pending', 'fee'),
    ],
  },
  P3: {
    event: 'one person paid another; no cash moved',
    lines: [debit('user.available', 'payer'), credit('user.available', 'payee')],
  },
  P4: {
    event: "the charge's money became available at the processor",
    lines: [debit('stripe.available', 'available'), credit('stripe.pending', 'pending')],
  },
  P5: {
    event: 'money was sent to somebody who has yet to claim it',
    lines: [debit('user.available', 'payer'), credit('claim', 'claim')],
  },
  P5a: {
    event: 'the payee claimed the waiting money',
    lines: [debit('claim', 'claim'), credit('user.available', 'payee')],
  },
  P5b: {
    event: 'waiting money went back to the payer: cancelled, declined or expired',
    lines: [debit('claim', 'claim'), credit('user.available', 'payer')],
  },
  P5c: {
    event: 'waiting money became unclaimed property by law',
    lines: [debit('claim', 'claim'), credit('unclaimed.property', 'unclaimed')],
  },
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof TEMPLATES;

/** What an entry of that template records, in words. */
export const eventOf = (template: string): string =>
  new Map<string, Template>(Object.entries(TEMPLATES)).get(template)?.event ?? template;

/** One entry about to be posted. */
export interface EntryDraft {
  readonly template: TemplateName | 'P15';
  /** `<object>:<state>`, unique for ever: the same event never posts twice. */
  readonly reference: string;
  readonly occurredAt: Date;
  readonly lines: readonly DraftLine[];
  readonly reverses?: string;
  readonly reason?: string;
  readonly recordedBy?: string;
  readonly approvedBy?: string;
}

export interface DraftLine {
  readonly side: Side;
  readonly account: AccountRef;
  /** Minor units, more than zero. */
  readonly amount: bigint;
  readonly currency: string;
}

/**
 * Fills a template with accounts by role and amounts by name, in minor units. An amount of zero
 * drops its line (a charge without a fee); a missing or misplaced account is a bug of the caller.
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
    return amount === 0n ? [] : [{ side: line.side, account, amount, currency: account.currency }];
  });
  assert(lines.length >= 2, `${template} for ${reference} moves nothing`);
  return { template, reference, occurredAt, lines };
}
