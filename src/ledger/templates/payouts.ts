// A person's money goes to their bank. It leaves the balance at once, the processor when the payout
// is accepted, and is owed until it has arrived. A payout may fail even after it was paid. The names
// that end in p draw on the platform's balance instead of a connected account.
import type { AccountName } from '../chart.js';
import { credit, debit, type Template, type TemplateLine } from './template.js';

const accepted = (account: AccountName, role: string): readonly TemplateLine[] => [
  debit('payout.in_transit', 'transit'),
  credit(account, role),
];

const GIVEN_BACK: readonly TemplateLine[] = [
  debit('payout.payable', 'payable'),
  credit('user.available', 'payee'),
  debit('fee.instant_payout', 'fees', 'fee'),
  credit('user.available', 'payee', 'fee'),
];

const failed = (account: AccountName, role: string): readonly TemplateLine[] => [
  debit(account, role),
  credit('payout.in_transit', 'transit'),
  ...GIVEN_BACK,
];

const ACCEPTED = 'payout balance transaction';
const FAILED = 'payout_failure or payout_cancel balance transaction';

export const PAYOUTS = {
  P9: {
    event: 'a person asked for a payout; amount and fee left the balance',
    trigger: 'request for a payout',
    lines: [
      debit('user.available', 'payee'),
      debit('user.available', 'payee', 'fee'),
      credit('payout.payable', 'payable'),
      credit('fee.instant_payout', 'fees', 'fee'),
    ],
  },
  P9a: {
    event: 'the processor accepted the payout and took it from the connected account',
    trigger: ACCEPTED,
    lines: accepted('stripe.connect', 'connect'),
  },
  P9ap: {
    event: "the processor accepted the payout and took it from the platform's balance",
    trigger: ACCEPTED,
    lines: accepted('stripe.available', 'available'),
  },
  P9b: {
    event: 'the payout was paid',
    trigger: 'payout.paid event',
    lines: [debit('payout.payable', 'payable'), credit('payout.in_transit', 'transit')],
    finishes: ['payout.payable', 'payout.in_transit'],
  },
  P9c: {
    event: 'the payout failed or was cancelled; the person has amount and fee again',
    trigger: FAILED,
    lines: failed('stripe.connect', 'connect'),
    finishes: ['payout.payable', 'payout.in_transit'],
  },
  P9cp: {
    event: "a payout from the platform's balance failed or was cancelled; the person has it again",
    trigger: FAILED,
    lines: failed('stripe.available', 'available'),
    finishes: ['payout.payable', 'payout.in_transit'],
  },
  P9d: {
    event: 'the payout failed after it was paid: P9b is undone, and P9c follows',
    trigger: 'payout.failed event after payout.paid, in one group with P9c or P9cp',
    lines: [debit('payout.in_transit', 'transit'), credit('payout.payable', 'payable')],
  },
  P9f: {
    event: 'the processor refused the payout before any money left; the person has it again',
    trigger: "the processor's refusal of the request",
    lines: GIVEN_BACK,
    finishes: ['payout.payable'],
  },
} as const satisfies Record<string, Template>;
