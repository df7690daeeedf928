// What a top-up looks like to the person whose it is.
import type { Database } from '../../shared/database.js';
import { type Reply, replyRefused, replyWith } from '../../shared/http.js';
import { formatMinor, formatMoney } from '../../shared/money.js';
import { present, type Refusal } from '../../shared/refusal.js';
import { cardsById } from '../cards/card-store.js';
import { failureRefusal } from '../payment/failures.js';
import type { TopUpView } from './contract.js';
import type { TopUp } from './top-up.js';

/** The views of top-ups, in their order. */
export async function topUpViews(db: Database, topUps: readonly TopUp[]): Promise<TopUpView[]> {
  const cards = await cardsById(db, [...new Set(topUps.map(({ cardId }) => cardId))]);
  const byId = new Map(cards.map((card) => [card.id, card]));
  return topUps.map((topUp) => {
    const { amount, refunded } = topUp;
    const { brand, last4 } = byId.get(topUp.cardId) ?? { brand: 'card', last4: '' };
    const failure = failureOf(topUp);
    return {
      id: topUp.id,
      amount: formatMoney(amount),
      card: { brand, last4 },
      state: topUp.state,
      reason: failure === undefined ? null : { code: failure.code, message: failure.title },
      authenticateBy: topUp.authenticateBy?.toISOString() ?? null,
      refunded: refunded === 0n ? null : formatMinor(refunded, amount.currency),
      dispute: topUp.dispute,
      createdAt: topUp.createdAt.toISOString(),
      updatedAt: topUp.updatedAt.toISOString(),
    };
  });
}

/** The answer to the request that made it. */
export async function topUpReply(db: Database, topUp: TopUp): Promise<Reply> {
  const failure = failureOf(topUp);
  if (failure !== undefined) return replyRefused(failure);
  const [view] = await topUpViews(db, [topUp]);
  return replyWith(topUp.state === 'completed' ? 201 : 202, present(view, 'one top-up, one view'));
}

const failureOf = ({ failureCode }: TopUp): Refusal | undefined =>
  failureCode === null ? undefined : failureRefusal(failureCode);
