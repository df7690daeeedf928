// Whether a gift may be made: everything that a payment of its whole amount must pass, which here goes to
// the group. What would have to wait, for a reviewer or a trusted contact, is no gift and is refused.
import { Injectable } from '@nestjs/common';
import { Fraud } from '../../fraud/index.js';
import { type Books, Ledger } from '../../ledger/index.js';
import type { Tx } from '../../shared/database.js';
import type { Refusal } from '../../shared/refusal.js';
import { refuseSend } from '../payment/making.js';
import type { Gate, Outgoing } from '../trust/gate.js';
import { SendGate } from '../trust/send-gate.js';
import { balanceOf, claimOf, type Gift, givenEntry, refuseGift } from './gift.js';

@Injectable()
export class JudgeGift {
  constructor(
    private readonly ledger: Ledger,
    private readonly fraud: Fraud,
    private readonly gate: SendGate,
  ) {}

  /**
   * Moves the money of a new gift into its claim account, or answers why not. The attempt counts either
   * way, so the caller commits both.
   */
  async run(tx: Tx, gift: Gift, confirmationId: string | null): Promise<Refusal | undefined> {
    const books = await this.ledger.lock(tx, [balanceOf(gift.giverId, gift), claimOf(gift)]);
    const judge = await this.fraud.prepare(tx, [gift.giverId]);
    const payment = outgoing(gift);
    const gate = await this.gate.prepare(tx, [{ payment, confirmationId, occurrence: null }]);
    const assessment = judge.assess({ ...payment, occurredAt: gift.createdAt });
    const refusal =
      assessment.decision === 'allow'
        ? (refusalAt(gate, payment) ?? posted(books, gift))
        : assessment.decision === 'block'
          ? refuseSend('payment_blocked')
          : refuseGift('gift_needs_review');
    if (refusal !== undefined) judge.refuse(assessment);
    await this.fraud.write(tx, judge);
    await this.ledger.write(tx, books);
    return refusal;
  }
}

/** The gift as what leaves its giver: the thread is whom it goes to. */
export const outgoing = ({ id, threadId, giverId, amount }: Gift): Outgoing => ({
  id,
  threadId,
  payerId: giverId,
  payeeId: threadId,
  amount,
});

const refusalAt = (gate: Gate, payment: Outgoing): Refusal | undefined =>
  gate.asksContact(payment) ? refuseGift('gift_needs_agreement') : gate.refusalOf(payment);

function posted(books: Books, gift: Gift): Refusal | undefined {
  const refusal = books.post(givenEntry(gift));
  if (refusal === undefined) return undefined;
  return refuseSend(refusal.code === 'floor_reached' ? 'insufficient_funds' : 'payer_restricted');
}
