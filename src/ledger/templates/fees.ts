// What the processor takes beside charges and disputes. It comes off the available balance, and the
// platform bears it.
import { credit, debit, type Template } from './template.js';

export const FEES = {
  P9e: {
    event: 'the processor took its fee for an instant payout',
    trigger: 'fee balance transaction of an instant payout',
    lines: [debit('payout.fees', 'fees'), credit('stripe.available', 'available')],
  },
  P11: {
    event: 'the processor took a fee of another kind',
    trigger: 'stripe_fee balance transaction',
    lines: [debit('stripe.fees', 'fees'), credit('stripe.available', 'available')],
  },
} as const satisfies Record<string, Template>;
