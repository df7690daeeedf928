// Where a refund goes: to the card at most what it paid and was not given back yet, the rest to the balance.
import type { Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { chargedIntent } from '../funding/charge-store.js';
import { cardPart, isMixed, type Payment } from '../payment/payment.js';
import type { RefundPlan } from './refund.js';
import { refundsOf } from './refund-store.js';

/** What a refund is, however many parts it has. */
export type RefundTerms = Omit<RefundPlan, 'id' | 'destination'>;

/** The parts of a refund: the card's first. Only what both paid for has two. */
export async function partsOf(tx: Tx, payment: Payment, terms: RefundTerms): Promise<RefundPlan[]> {
  const byCard = (await chargedIntent(tx, payment.id)) !== undefined;
  const toCard = byCard ? await leftOnCard(tx, payment, terms.amount) : 0n;
  const parts = [
    { destination: 'card', amount: toCard },
    { destination: 'balance', amount: terms.amount - toCard },
  ] as const;
  return parts
    .filter(({ amount }) => amount > 0n)
    .map((part) => ({ ...terms, ...part, id: newId('rfd') }));
}

async function leftOnCard(tx: Tx, payment: Payment, amount: bigint): Promise<bigint> {
  if (!isMixed(payment)) return amount;
  const before = await refundsOf(tx, [payment.id]);
  const given = before
    .filter(({ destination, state }) => destination === 'card' && state !== 'withdrawn')
    .reduce((sum, refund) => sum + refund.amount, 0n);
  const left = cardPart(payment).minor - given;
  return left < amount ? left : amount;
}
