// Balance transactions: each movement of money on the account, with what Stripe kept of it and when
// it may be used. Every resource that moves money records it here, so that the balance is the sum of
// these and nothing else. All amounts are integer minor units with their sign.
import type Stripe from 'stripe';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';

export interface Movement {
  type: Stripe.BalanceTransaction['type'];
  /** What moved, before the fee; negative when money left. */
  amount: number;
  /** What Stripe keeps of it; zero unless given, negative when it gives a fee back. */
  fee?: { amount: number; description: string };
  currency: string;
  /** The id of the object behind it. */
  source: string | null;
  /** Stripe's heading in its reports, for example `charge` or `dispute`. */
  category: string;
  description?: string | null;
  /** When it may be used, in seconds; at once unless given. */
  availableOn?: number;
}

/** Stores a movement and answers it. */
export function recordMovement(work: Work, movement: Movement): Stripe.BalanceTransaction {
  const { amount, fee, currency } = movement;
  const kept = fee?.amount ?? 0;
  const transaction: Stripe.BalanceTransaction = {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: movement.availableOn ?? work.now(),
    balance_type: 'payments',
    created: work.now(),
    currency,
    description: movement.description ?? null,
    exchange_rate: null,
    fee: kept,
    fee_details:
      fee === undefined
        ? []
        : [
            {
              amount: fee.amount,
              application: null,
              currency,
              description: fee.description,
              type: 'stripe_fee',
            },
          ],
    net: amount - kept,
    reporting_category: movement.category,
    source: movement.source,
    status: 'pending',
    type: movement.type,
  };
  work.put('balance_transaction', transaction);
  return transaction;
}
