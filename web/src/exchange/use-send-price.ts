// The price of the order on the confirm step, where its payee gets another currency.
import { useEffect } from 'react';
import type { SendMoneyBody } from '../../../src/payments/contract.js';
import { isFinal, Problem } from '../api/client.js';
import type { Order } from '../money/use-order.js';
import { sendQuoteQuery } from './exchange-queries.js';
import { type ShownPrice, usePrice } from './use-price.js';

export interface SendPrice extends ShownPrice {
  /** Whether there is anything to exchange. */
  exchanges: boolean;
  /** What to send: with the price, once there is one. */
  body: SendMoneyBody | null;
  /** The same as its payee gets it, for what is checked before. */
  checked: SendMoneyBody | null;
}

export function useSendPrice(order: Order, waiting: boolean, error: Error | null): SendPrice {
  const { body, currency, receives } = order;
  const exchanges = body !== null && receives !== currency;
  // After an answer that never came the same request is repeated, with the same price.
  const frozen = waiting || (error !== null && !isFinal(error));
  const price = usePrice(
    sendQuoteQuery(body?.threadId ?? '', {
      ...(body?.payeeId === undefined ? {} : { payeeId: body.payeeId }),
      amount: body?.amount ?? { amount: '0', currency },
      currency: receives,
      funding: { source: 'balance' },
    }),
    { wanted: exchanges, frozen },
  );
  const { quote, renew } = price;
  const isRefused = error instanceof Problem && error.code.startsWith('quote_');
  useEffect(() => {
    if (isRefused) renew();
  }, [isRefused, error]);
  if (!exchanges) return { ...price, exchanges, body, checked: body };
  // One that is over is refused, and the next one is on its way.
  return {
    ...price,
    exchanges,
    body: quote === undefined ? null : { ...body, quoteId: quote.quoteId },
    checked: quote === undefined ? null : { ...body, amount: quote.payeeGets },
  };
}
