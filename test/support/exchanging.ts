// Rates, prices and exchanges, as tests make them.
import { randomUUID } from 'node:crypto';
import type { QuoteView, RateView } from '../../src/payments/exchange/contract.js';
import type { Answer, TestPerson, World } from './world.js';

export interface Desk {
  readonly operator: TestPerson;
  readonly approver: TestPerson;
}

export async function ratesDesk(world: World): Promise<Desk> {
  return {
    operator: await world.person({ roles: ['finance_operator'] }),
    approver: await world.person({ roles: ['finance_approver'] }),
  };
}

const inMinutes = (minutes: number): string =>
  new Date(Date.now() + minutes * 60_000).toISOString();

/** The body of a rate that was read a minute ago and holds for an hour. */
export const rateBody = (base: string, counter: string, rate: string) => ({
  ...{ base, counter, rate },
  source: 'European Central Bank',
  quotedAt: inMinutes(-1),
  validUntil: inMinutes(60),
});

/** Sets a rate that counts from now on. */
export async function setRate(
  world: World,
  { operator, approver }: Desk,
  [base, counter, rate]: readonly [string, string, string],
): Promise<RateView> {
  const body = rateBody(base, counter, rate);
  const proposed = await world.post(operator, '/v1/finance/rates', body);
  if (proposed.status !== 201) throw new Error(`no rate was proposed: ${proposed.text}`);
  const { id } = proposed.body as RateView;
  const approved = await world.post(approver, `/v1/finance/rates/${id}/approve`, {});
  if (approved.status !== 200) throw new Error(`no rate was approved: ${approved.text}`);
  return approved.body as RateView;
}

interface Asked {
  amount: string;
  from?: string;
  to?: string;
  fixed?: 'sent' | 'received';
  payeeId?: string;
  cardId?: string;
}

/** Asks what a send in a thread costs. `from` is the currency of `amount`. */
export const quoteSend = (
  world: World,
  person: TestPerson,
  threadId: string,
  { amount, from = 'EUR', to, fixed, payeeId, cardId }: Asked,
): Promise<Answer> =>
  world
    .post(person, `/v1/threads/${threadId}/quotes`, {
      amount: { amount, currency: from },
      funding: cardId === undefined ? { source: 'balance' } : { source: 'card', cardId },
      ...(to === undefined ? {} : { currency: to }),
      ...(fixed === undefined ? {} : { fixed }),
      ...(payeeId === undefined ? {} : { payeeId }),
    })
    .then();

/** Asks what exchanging one's own money brings. */
export const quoteOwn = (
  world: World,
  person: TestPerson,
  { amount, from = 'EUR', to = 'USD', fixed }: Asked,
): Promise<Answer> =>
  world
    .post(person, '/v1/exchange-quotes', {
      amount: { amount, currency: from },
      currency: to,
      ...(fixed === undefined ? {} : { fixed }),
    })
    .then();

export const exchange = (
  world: World,
  person: TestPerson,
  quoteId: string,
  key: string = randomUUID(),
): Promise<Answer> => world.post(person, '/v1/exchanges', { quoteId }, key).then();

/** The quote of an answer, once it is one. */
export function quoteIn({ status, body, text }: Answer): QuoteView {
  if (status !== 201) throw new Error(`no price was named: ${text}`);
  return body as QuoteView;
}

/** Time passes for a price. */
export const endQuote = (world: World, quoteId: string): Promise<unknown> =>
  world.sql(
    `UPDATE payments.quotes SET created_at = created_at - interval '1 hour',
            expires_at = now() - interval '1 second' WHERE id = $1`,
    [quoteId],
  );
