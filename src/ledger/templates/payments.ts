// One person paid another from the balance: no cash moves. The payer may bear a fee, whose tax goes
// on to the state. A payment may first be held for review, and then it either goes on to the payee
// or back to the payer, in full.
import { credit, debit, type Template } from './template.js';

export const PAYMENTS = {
  P2b: {
    event: 'the payer bore a fee for sending, with the tax on it',
    trigger: 'payment with a fee, in one group with P3 or P5',
    lines: [
      debit('user.available', 'payer', 'fee'),
      debit('user.available', 'payer', 'tax'),
      credit('fee.transfer', 'fees', 'fee'),
      credit('tax.payable', 'tax', 'tax'),
    ],
  },
  P2t: {
    event: 'tax on our fees was handed over to the state',
    trigger: 'bank line',
    lines: [debit('tax.payable', 'tax'), credit('bank.operating', 'bank')],
  },
  P3: {
    event: 'one person paid another; no cash moved',
    trigger: 'payment from the balance',
    lines: [debit('user.available', 'payer'), credit('user.available', 'payee')],
  },
  P3r: {
    event: 'a payment was set aside for review',
    trigger: 'decision to review',
    lines: [debit('user.available', 'payer'), credit('user.held', 'held')],
  },
  P3ra: {
    event: 'a reviewed payment was released to the payee',
    trigger: "the reviewer's release",
    lines: [debit('user.held', 'held'), credit('user.available', 'payee')],
    finishes: ['user.held'],
  },
  P3rr: {
    event: 'a reviewed payment was rejected and went back to the payer',
    trigger: "the reviewer's rejection, or the end of the review's time",
    lines: [debit('user.held', 'held'), credit('user.available', 'payer')],
    finishes: ['user.held'],
  },
} as const satisfies Record<string, Template>;
