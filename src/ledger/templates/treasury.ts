// The platform's own money on its way between the processor, the bank and the owners. People's money
// never takes these ways. The processor's line is posted first; the bank's line then ends the flow.
import { credit, debit, type Template } from './template.js';

export const TREASURY = {
  P10: {
    event: "the platform's own money left the processor for the bank",
    trigger: "balance transaction of the platform's own payout",
    lines: [debit('payout.in_transit', 'transit'), credit('stripe.available', 'available')],
  },
  P10a: {
    event: "the platform's own payout arrived at the bank",
    trigger: 'bank line, after P10',
    lines: [debit('bank.operating', 'bank'), credit('payout.in_transit', 'transit')],
    finishes: ['payout.in_transit'],
  },
  P10b: {
    event: "the platform's own payout failed or was cancelled",
    trigger: 'payout_failure or payout_cancel balance transaction of our own payout',
    lines: [debit('stripe.available', 'available'), credit('payout.in_transit', 'transit')],
    finishes: ['payout.in_transit'],
  },
  P17: {
    event: 'the platform topped up its balance at the processor',
    trigger: 'topup balance transaction',
    lines: [debit('stripe.available', 'available'), credit('topup.payable', 'topup')],
  },
  P17a: {
    event: "the platform's top-up left the bank",
    trigger: 'bank line, after P17',
    lines: [debit('topup.payable', 'topup'), credit('bank.operating', 'bank')],
    finishes: ['topup.payable'],
  },
  P17c: {
    event: 'the owners paid in capital',
    trigger: 'bank line',
    lines: [debit('bank.operating', 'bank'), credit('equity.capital', 'capital')],
  },
} as const satisfies Record<string, Template>;
