// People's money moved between the platform's balance at the processor and a connected account. The
// account is a mirror: what people can spend does not change, only where the money lies.
import { credit, debit, type Template } from './template.js';

export const CONNECTED_ACCOUNTS = {
  P6: {
    event: "money was moved to a person's connected account",
    trigger: 'transfer balance transaction',
    lines: [debit('stripe.connect', 'connect'), credit('stripe.available', 'available')],
  },
  P6r: {
    event: "money was moved back from a person's connected account",
    trigger: 'transfer_refund balance transaction, or an account debit',
    lines: [debit('stripe.available', 'available'), credit('stripe.connect', 'connect')],
  },
} as const satisfies Record<string, Template>;
