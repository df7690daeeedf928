// A card was charged, and what becomes of the money at the processor. Whoever the money is for gets
// it in full: the platform bears the processor's fee, unless the payer agreed to one of ours.
import type { AccountName } from '../chart.js';
import { credit, debit, type Template, type TemplateLine } from './template.js';

const charged = (account: AccountName, role: string): readonly TemplateLine[] => [
  debit('stripe.pending', 'pending', 'gross'),
  credit(account, role, 'gross'),
  debit('stripe.fees', 'fees', 'fee'),
  credit('stripe.pending', 'pending', 'fee'),
];

const CHARGED = 'charge balance transaction';

export const CHARGES = {
  P2: {
    event: 'the card was charged: the payer is credited in full, the platform bears the fee',
    trigger: CHARGED,
    lines: charged('user.available', 'payer'),
  },
  P2h: {
    event: 'the card was charged, and the money is too new to be spent',
    trigger: CHARGED,
    lines: charged('user.held', 'held'),
  },
  P2c: {
    event: 'the card was charged for money that somebody has yet to claim',
    trigger: CHARGED,
    lines: charged('claim', 'claim'),
  },
  P2r: {
    event: 'money of a new charge may now be spent',
    trigger: "the end of the new charge's waiting time",
    lines: [debit('user.held', 'held'), credit('user.available', 'payer')],
    finishes: ['user.held'],
  },
  P2f: {
    event: 'the processor told what it keeps of a charge after the charge',
    trigger: 'charge.updated event that brings the balance transaction',
    lines: [debit('stripe.fees', 'fees'), credit('stripe.pending', 'pending')],
  },
  P4: {
    event: "the charge's money became available at the processor",
    trigger: "available_on of the charge's balance transaction",
    lines: [debit('stripe.available', 'available'), credit('stripe.pending', 'pending')],
  },
} as const satisfies Record<string, Template>;
