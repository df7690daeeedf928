// A payment that the balance begins and a card completes: when it is offered, and how it is divided. The
// server divides it again when the money moves.
import { Decimal } from 'decimal.js';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { less } from './parse-amount.js';

/** How the picker calls this way to pay. */
export const BALANCE_FIRST = 'balance_first';

export interface Parts {
  fromBalance: MoneyView;
  fromCard: MoneyView;
  card: SavedCardView;
}

interface Wanted {
  /** With the currency's decimals; null while there is none. */
  amount: string | null;
  currency: string;
  available: string | null;
  /** The least a card is charged. */
  leastCharge: string;
  cards: readonly SavedCardView[];
}

/** The parts; null where one of the two pays alone. */
export function partsOf(wanted: Wanted): Parts | null {
  const { amount, currency, available, leastCharge, cards } = wanted;
  const card = cards.find(({ expired }) => !expired);
  if (amount === null || available === null || card === undefined) return null;
  if (!new Decimal(amount).greaterThan(available)) return null;
  const most = Decimal.min(available, new Decimal(amount).minus(leastCharge));
  if (!most.greaterThan(0)) return null;
  const own = most.toFixed(amount.split('.')[1]?.length ?? 0);
  return {
    fromBalance: { amount: own, currency },
    fromCard: { amount: less(amount, own), currency },
    card,
  };
}
