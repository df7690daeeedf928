// The payer's bank took a charge back. What was withdrawn is a receivable until the verdict, and the
// payee's money is set aside beside it, as far as there is any; the two amounts stay separate.
import { credit, debit, type Template } from './template.js';

export const DISPUTES = {
  P8: {
    event: "a charge was disputed: money and a fee were withdrawn, the payee's money is set aside",
    trigger: 'dispute balance transaction',
    lines: [
      debit('dispute.receivable', 'dispute'),
      credit('stripe.available', 'available'),
      debit('dispute.fees', 'fees', 'fee'),
      credit('stripe.available', 'available', 'fee'),
      debit('user.available', 'payee', 'held'),
      credit('user.held', 'held', 'held'),
    ],
  },
  P8w: {
    event: 'a dispute was won: the money came back and the payee may spend again',
    trigger: 'dispute_reversal balance transaction',
    lines: [
      debit('stripe.available', 'available'),
      credit('dispute.receivable', 'dispute'),
      debit('stripe.available', 'available', 'fee'),
      credit('dispute.fees', 'fees', 'fee'),
      debit('user.held', 'held', 'held'),
      credit('user.available', 'payee', 'held'),
    ],
    finishes: ['dispute.receivable', 'user.held'],
  },
  P8l: {
    event: 'a dispute was lost: taken from what was set aside, what is owed, and our own loss',
    trigger: 'charge.dispute.closed event with status lost',
    lines: [
      debit('user.held', 'held', 'held'),
      debit('user.receivable', 'owed', 'owed'),
      debit('chargeback.loss', 'loss', 'absorbed'),
      credit('dispute.receivable', 'dispute', 'held'),
      credit('dispute.receivable', 'dispute', 'owed'),
      credit('dispute.receivable', 'dispute', 'absorbed'),
    ],
    finishes: ['dispute.receivable', 'user.held'],
  },
} as const satisfies Record<string, Template>;
