// A payment is given back. The refund is first promised, against the money of whoever holds it, and
// then taken by the processor. What the holder no longer has becomes a debt: nobody's spendable
// balance goes below zero. The processor keeps its fee.
import { credit, debit, type Template } from './template.js';

export const REFUNDS = {
  P7: {
    event: 'a refund was agreed, in full or in part',
    trigger: 'agreement to refund',
    lines: [
      debit('user.available', 'payee', 'available'),
      debit('user.receivable', 'owed', 'shortfall'),
      debit('fee.transfer', 'fees', 'fee'),
      debit('tax.payable', 'tax', 'tax'),
      credit('refund.payable', 'refund', 'available'),
      credit('refund.payable', 'refund', 'shortfall'),
      credit('refund.payable', 'refund', 'fee'),
      credit('refund.payable', 'refund', 'tax'),
    ],
  },
  P7a: {
    event: 'the processor took the refund and keeps its own fee',
    trigger: 'refund balance transaction',
    lines: [debit('refund.payable', 'refund'), credit('stripe.available', 'available')],
    finishes: ['refund.payable'],
  },
  P7b: {
    event: 'the refund failed and its money came back',
    trigger: 'refund_failure balance transaction',
    lines: [debit('stripe.available', 'available'), credit('refund.payable', 'refund')],
  },
  P7v: {
    event: 'a refund was taken back before the processor took it: the payee keeps the money',
    trigger: "the processor's refusal of a refund that would give the money back twice",
    lines: [
      debit('refund.payable', 'refund', 'available'),
      debit('refund.payable', 'refund', 'shortfall'),
      credit('user.available', 'payee', 'available'),
      credit('user.receivable', 'owed', 'shortfall'),
    ],
    finishes: ['refund.payable'],
  },
  P7c: {
    event: "what was to be refunded went to the payer's balance instead",
    trigger: 'P7b, in one group with it; or a refund that never reaches the card',
    lines: [debit('refund.payable', 'refund'), credit('user.available', 'payer')],
    finishes: ['refund.payable'],
  },
} as const satisfies Record<string, Template>;
