// The exemptions that sends come with, under their locks: each lets one payment of the same amount to the
// same person pass the rules that had it rejected by mistake. Any other rule is heeded as ever.
import type { Assessment, Decision } from '../../../fraud/index.js';
import type { Tx } from '../../../shared/database.js';
import { type Refusal, refusals } from '../../../shared/refusal.js';
import type { Payment } from '../../payment/payment.js';
import { type Exemption, exemptionsUsed, lockExemptions } from './exemption-store.js';

const refuse = refusals({
  exemption_unknown: {
    kind: 'missing',
    title: 'There is nothing that lets this payment be sent again.',
  },
  exemption_used: { kind: 'conflict', title: 'This payment has been sent again already.' },
  exemption_expired: { kind: 'refused', title: 'The time to send this payment again is over.' },
  exemption_differs: {
    kind: 'refused',
    title: 'Only the same amount can be sent again, to the same person.',
  },
});

export class Exemptions {
  private constructor(
    private readonly free: ReadonlyMap<string, Exemption>,
    private readonly byPayment = new Map<string, Exemption>(),
  ) {}

  /** Reads and locks those that are named; asks nothing of the database where none is. */
  static async lock(tx: Tx, ids: readonly string[]): Promise<Exemptions> {
    return new Exemptions(await lockExemptions(tx, ids));
  }

  /** Those that payments were made with which are to be judged only now. */
  static async usedBy(tx: Tx, paymentIds: readonly string[]): Promise<Exemptions> {
    return new Exemptions(new Map(), await exemptionsUsed(tx, paymentIds));
  }

  /** Takes the exemption for this payment, or says why it may not have it. */
  take(payment: Payment, id: string | null): Refusal | undefined {
    if (id === null) return undefined;
    const { payerId, payeeId, amount, createdAt } = payment;
    const exemption = this.free.get(id);
    if (exemption?.payerId !== payerId) return refuse('exemption_unknown');
    const taken = [...this.byPayment.values()].includes(exemption);
    if (exemption.paymentId !== null || taken) return refuse('exemption_used');
    if (exemption.expiresAt <= createdAt) return refuse('exemption_expired');
    const same =
      exemption.payeeId === payeeId &&
      exemption.amount === amount.minor &&
      exemption.currency === amount.currency;
    if (!same) return refuse('exemption_differs');
    this.byPayment.set(payment.id, exemption);
    return undefined;
  }

  /** The payment was refused for another reason: it may be tried again. */
  giveBack({ id }: Payment): void {
    this.byPayment.delete(id);
  }

  /** What the judge's word comes to without the rules that are exempt. */
  decisionOn({ candidate, decision, reasons }: Assessment): Decision {
    const exemption = this.byPayment.get(candidate.id);
    if (exemption === undefined || decision !== 'review') return decision;
    return reasons.every(({ rule }) => exemption.rules.includes(rule)) ? 'allow' : decision;
  }
}
