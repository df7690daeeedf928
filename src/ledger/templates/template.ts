// The shape of a posting template: for one event of the business, which accounts are debited and
// credited with which of the event's amounts. Every amount is debited as often as it is credited,
// so a template balances whatever the amounts are.
import type { AccountName, Side } from '../chart.js';

export interface TemplateLine {
  readonly side: Side;
  readonly account: AccountName;
  /** Which of the accounts handed in this line means. */
  readonly role: string;
  /** Which of the amounts handed in this line carries. */
  readonly amount: string;
}

/** An event and what brings the news of it, both in words. */
export interface TemplateWords {
  readonly event: string;
  readonly trigger: string;
}

export interface Template extends TemplateWords {
  readonly lines: readonly TemplateLine[];
  /** The clearing accounts handed in that stand at zero once it is posted. */
  readonly finishes?: readonly AccountName[];
}

export const debit = (account: AccountName, role: string, amount = 'amount'): TemplateLine => ({
  side: 'debit',
  account,
  role,
  amount,
});

export const credit = (account: AccountName, role: string, amount = 'amount'): TemplateLine => ({
  ...debit(account, role, amount),
  side: 'credit',
});
