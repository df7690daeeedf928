// One currency for another. Each side is an entry of its own that balances in its own currency, and
// the two are linked. Between them stands the position: what exchanges have left open in a currency,
// until it is closed on the market and the difference becomes our gain or loss.
import { credit, debit, type Template } from './template.js';

export const EXCHANGE = {
  P14: {
    event: 'a person gave up one currency for another',
    trigger: "the person's exchange, in one group with P14b",
    lines: [debit('user.available', 'person'), credit('fx.position', 'position')],
  },
  P14b: {
    event: 'a person received the other currency, less our spread',
    trigger: "the person's exchange, in one group with P14",
    lines: [
      debit('fx.position', 'position'),
      debit('fx.position', 'position', 'spread'),
      credit('user.available', 'person'),
      credit('fx.spread', 'revenue', 'spread'),
    ],
  },
  P14a: {
    event: 'a position was closed at the market: the currency we held was sold',
    trigger: 'exchange at the processor, in one group with P14c',
    lines: [debit('fx.position', 'position'), credit('stripe.available', 'available')],
  },
  P14c: {
    event: 'a position was closed at the market: the currency we owed was bought',
    trigger: 'exchange at the processor, in one group with P14a',
    lines: [
      debit('stripe.available', 'available', 'proceeds'),
      credit('fx.position', 'position', 'proceeds'),
      debit('stripe.available', 'available', 'gain'),
      credit('fx.spread', 'revenue', 'gain'),
      debit('fx.loss', 'loss', 'loss'),
      credit('fx.position', 'position', 'loss'),
    ],
  },
} as const satisfies Record<string, Template>;
