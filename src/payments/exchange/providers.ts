// Rates, the prices made of them, and exchanges at these prices.
import { ExchangeMoney } from './exchange-money.js';
import { MakeQuote, QuoteParts } from './make-quote.js';
import { ForgetQuotes } from './quote-store.js';
import { RateSource } from './rate-source.js';
import { RateTable } from './rate-table.js';
import { SetRates } from './set-rates.js';

export const EXCHANGE = [
  { provide: RateSource, useClass: RateTable },
  SetRates,
  QuoteParts,
  MakeQuote,
  ExchangeMoney,
  ForgetQuotes,
];
