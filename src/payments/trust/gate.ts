// What a send must pass before it may move money, for all the sends of one flush: each sees what the
// ones before it used up. No database here; what it knows was read under the payers' locks.
import type { AgreementConfig, LimitsConfig, WaitsConfig } from '../../shared/limits-config.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Payment } from '../payment/payment.js';
import { type Agreeing, agreementOf, needsAgreement } from './contact/agreement.js';
import { type Confirming, confirmingRefusal } from './confirming.js';
import { limitRefusal, limitsOf, type Sent, tierNow } from './limits.js';
import type { Pair, Standings } from './standing-store.js';

/** Money about to leave somebody: a payment, or what is given to a whole group. */
export type Outgoing = Pick<Payment, 'id' | 'threadId' | 'payerId' | 'payeeId' | 'amount'>;

export class Gate {
  /** Minor units that went through in this flush, by payer and currency. */
  private readonly passed = new Map<string, bigint>();

  constructor(
    private readonly standings: Standings,
    private readonly config: {
      readonly limits: LimitsConfig;
      readonly agreement: AgreementConfig;
      readonly waits: WaitsConfig;
    },
    /** How those stand that must be confirmed, by payment. */
    private readonly confirming: ReadonlyMap<string, Confirming>,
  ) {}

  /** Why the payment may not be made; undefined when it may. */
  refusalOf(payment: Outgoing): Refusal | undefined {
    const standing = this.standings.of(pairOf(payment));
    const { amount } = payment;
    const limits = limitsOf(this.config.limits, tierNow(standing), amount.currency);
    return (
      limitRefusal(amount, standing, limits, this.plus(standing.sent, payment)) ??
      confirmingRefusal(this.confirming.get(payment.id))
    );
  }

  /**
   * The payment as it waits for the payer's trusted contact, or why it cannot; undefined when it need
   * not wait.
   */
  agreementFor(payment: Payment): Agreeing {
    const { agreement } = this.standings.of(pairOf(payment));
    return agreementOf(payment, agreement, this.config.agreement.hours);
  }

  /** Whether the payer's trusted contact would have to agree to it. */
  asksContact(payment: Outgoing): boolean {
    return needsAgreement(payment.amount, this.standings.of(pairOf(payment)).agreement) !== null;
  }

  /** For how long the payer may undo it, in seconds; `asked` is what they want for this one. */
  undoSeconds(payment: Payment, asked: number | null): number {
    const { undoSeconds } = this.standings.of(pairOf(payment));
    return asked ?? undoSeconds ?? this.config.waits.undoSeconds;
  }

  /** The payment goes through: it counts for those behind it. */
  count(payment: Payment): void {
    const name = nameOf(payment);
    this.passed.set(name, (this.passed.get(name) ?? 0n) + payment.amount.minor);
  }

  private plus(sent: Sent, payment: Outgoing): Sent {
    const more = this.passed.get(nameOf(payment)) ?? 0n;
    return { day: sent.day + more, week: sent.week + more, month: sent.month + more };
  }
}

const nameOf = ({ payerId, amount }: Outgoing): string => `${payerId} ${amount.currency}`;

export const pairOf = ({ payerId, payeeId, amount }: Outgoing): Pair => ({
  payerId,
  payeeId,
  currency: amount.currency,
});
