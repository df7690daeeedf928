// What a price says, row by row: the rate beside the market's, what is kept of it, and for how long it holds.
import type { QuoteView } from '../../../src/payments/exchange/contract.js';
import rows from '../money/confirm-step.module.css';
import { formatMoney, isZero } from '../money/format.js';

interface Props {
  quote: QuoteView;
  secondsLeft: number;
}

export function PriceRows({ quote, secondsLeft }: Props) {
  const { amount, payeeGets, exchange } = quote;
  if (exchange === null) return null;
  const { rate, mid, spread, spreadPercent } = exchange;
  return (
    <>
      <div className={rows.row} data-testid="price-rate">
        <dt>Rate</dt>
        <dd className="tabular">
          1 {amount.currency} = {rate} {payeeGets.currency}
          <span className={rows.hint}>
            Market rate {mid}
            {isZero(spread.amount)
              ? ', no spread'
              : `, spread ${spreadPercent} % (${formatMoney(spread)})`}
          </span>
        </dd>
      </div>
      <div className={rows.row} data-testid="price-valid">
        <dt>Price valid</dt>
        <dd className="tabular">
          <span role="timer">
            {secondsLeft > 0 ? `for ${String(secondsLeft)} s` : 'a new price comes'}
          </span>
        </dd>
      </div>
    </>
  );
}

/** Says the price aloud when it is another. */
export function PriceSaid({ quote, to }: { quote: QuoteView | undefined; to: string }) {
  return (
    <p className={rows.said} role="status">
      {quote && `The price: ${formatMoney(quote.amount)}, ${to} ${formatMoney(quote.payeeGets)}.`}
    </p>
  );
}
