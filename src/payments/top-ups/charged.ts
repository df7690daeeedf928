// What a card was charged for, a payment or a top-up, in one shape for whoever gives a charge back or
// hears that its bank disputes it.
import { Injectable } from '@nestjs/common';
import type { Database, Tx } from '../../shared/database.js';
import type { Payment } from '../payment/payment.js';
import { PaymentRecords } from '../payment/payment-records.js';
import { findPayments, lockPayment } from '../payment/payment-store.js';
import { asPayment, isTopUp } from './top-up.js';
import { TopUpRecords } from './top-up-records.js';
import { findTopUps, lockTopUp } from './top-up-store.js';

export async function findCharged(db: Database, ids: readonly string[]): Promise<Payment[]> {
  const topUps = ids.filter(isTopUp);
  const payments = await findPayments(
    db,
    ids.filter((id) => !isTopUp(id)),
  );
  if (topUps.length === 0) return payments;
  return [...payments, ...(await findTopUps(db, topUps)).map(asPayment)];
}

/** Locks what a charge was made for; undefined when there is none. */
export async function lockCharged(tx: Tx, id: string): Promise<Payment | undefined> {
  if (!isTopUp(id)) return lockPayment(tx, id);
  const topUp = await lockTopUp(tx, id);
  return topUp === undefined ? undefined : asPayment(topUp);
}

@Injectable()
export class ChargedRecords {
  constructor(
    private readonly payments: PaymentRecords,
    private readonly topUps: TopUpRecords,
  ) {}

  /** What changed besides the state: refunds and disputes. The caller has locked it. */
  async facts(tx: Tx, charged: Payment): Promise<void> {
    if (!isTopUp(charged.id)) return this.payments.facts(tx, charged);
    const [topUp] = await findTopUps(tx, [charged.id]);
    if (topUp === undefined) return;
    const { refunded, dispute, updatedAt } = charged;
    await this.topUps.write(tx, { ...topUp, refunded, dispute, updatedAt });
  }
}
