// What people owe the platform: how a debt arises, how it comes back, and how it is given up. It
// arises in the place of a spendable balance below zero, and it is never paid down below zero.
import { credit, debit, type Template } from './template.js';

export const RECEIVABLES = {
  P12: {
    event: 'a person owes what a dispute took',
    trigger: 'decision that the person bears a dispute',
    lines: [debit('user.receivable', 'owed'), credit('dispute.receivable', 'dispute')],
  },
  P12r: {
    event: 'a person owes what a refund needs',
    trigger: "decision that the person bears a refund beyond the payee's balance",
    lines: [debit('user.receivable', 'owed'), credit('refund.payable', 'refund')],
  },
  P12m: {
    event: 'a person owes what was taken from their connected account beyond their balance',
    trigger: 'balance transaction that takes a connected account below zero',
    lines: [debit('user.receivable', 'owed'), credit('stripe.connect', 'connect')],
  },
  P12a: {
    event: 'a debt was paid from income, as the person had agreed',
    trigger: 'income of a person who owes and has consented',
    lines: [debit('user.available', 'person'), credit('user.receivable', 'owed')],
  },
  P12b: {
    event: "a debt was paid from the person's bank or card",
    trigger: 'charge or payment balance transaction for the debt',
    lines: [debit('stripe.available', 'available'), credit('user.receivable', 'owed')],
  },
  P13: {
    event: 'a debt is expected to be lost in this part',
    trigger: "finance's provision, approved by a second person",
    lines: [debit('bad_debt', 'expense'), credit('allowance.bad_debt', 'allowance')],
  },
  P13w: {
    event: 'a debt was written off against the allowance',
    trigger: "finance's write-off, approved by a second person",
    lines: [debit('allowance.bad_debt', 'allowance'), credit('user.receivable', 'owed')],
  },
  P13a: {
    event: 'a debt that was written off was paid after all',
    trigger: 'charge or payment balance transaction for a debt written off',
    lines: [debit('stripe.available', 'available'), credit('bad_debt', 'expense')],
  },
} as const satisfies Record<string, Template>;
