// A small world in memory for news of the processor: one card payment with its refunds and disputes,
// the books that the pure decisions stage into, and nothing else. It does with each piece of news what
// the application does: looks up what it is about, puts off what comes too early, decides, and keeps
// what was decided. The decisions are the application's own.
import { newDispute } from '../../src/payments/disputes/apply-dispute.js';
import { type Dispute, disputeAccounts, heedDispute } from '../../src/payments/disputes/dispute.js';
import { feeOf, stepFor } from '../../src/payments/funding/charge-news.js';
import type { StoredCharge } from '../../src/payments/funding/charge-store.js';
import {
  accountsTouched,
  holdReference,
  moved,
  type Payment,
} from '../../src/payments/payment/payment.js';
import type { ProcessorCharge } from '../../src/payments/processor/charges.js';
import type { ProcessorDispute } from '../../src/payments/processor/disputes.js';
import type { ProcessorRefund } from '../../src/payments/processor/refunds.js';
import {
  heedRefund,
  promiseEntry,
  type Refund,
  refundAccounts,
} from '../../src/payments/refunds/refund.js';
import type { LockedAccount } from '../../src/ledger/books/account.js';
import { Books } from '../../src/ledger/books/books.js';
import type { PendingHold } from '../../src/ledger/books/staged.js';
import { type AccountRef, addressOf, CHART, normalSide } from '../../src/ledger/chart.js';

export type News =
  | { readonly about: 'charge'; readonly news: ProcessorCharge }
  | { readonly about: 'refund'; readonly news: ProcessorRefund }
  | { readonly about: 'dispute'; readonly news: ProcessorDispute };

/** What is asked for beside the news, each as soon as it can be. */
export interface Plan {
  readonly payment: Payment;
  /** Refunds of ours that are agreed once the payment is completed. */
  readonly refunds: readonly Refund[];
  /** What the payee had before, in minor units. */
  readonly owned: bigint;
  /** What the payee pays on to somebody else once they have it, in minor units. */
  readonly spent: bigint;
}

const AT = new Date('2026-11-01T12:00:00Z');

export class NewsWorld {
  payment: Payment;
  charge: StoredCharge | undefined;
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Dispute>();
  private recharged = false;
  private readonly accounts = new Map<string, LockedAccount>();
  private readonly sums = new Map<string, bigint>();
  private pending: PendingHold[] = [];
  private readonly references = new Set<string>();

  constructor(private readonly plan: Plan) {
    this.payment = plan.payment;
    const { payeeId: owner, amount } = plan.payment;
    const had = newAccount({ name: 'user.available', owner, currency: amount.currency });
    had.balance = plan.owned;
    this.accounts.set(addressOf(had.ref), had);
  }

  /** Delivers news in this order; what comes too early is delivered again later. */
  deliver(all: readonly News[]): void {
    let queue = [...all];
    while (queue.length > 0) {
      const early = queue.filter((item) => !this.heed(item));
      if (early.length === queue.length) throw new Error('some news never finds its charge');
      queue = early;
    }
  }

  /** The balance of every account, on its normal side; those at zero are left out. */
  balances(): Record<string, string> {
    const found = [...this.sums]
      .filter(([, sum]) => sum !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(found.map(([address, sum]) => [address, sum.toString()]));
  }

  /** Where everything stands at the end. */
  standing(): unknown {
    const { state, failureCode, refunded } = this.payment;
    return {
      payment: [state, failureCode, refunded.toString()],
      refunds: [...this.refunds.values()].map(({ id, state: end, shortfall }) => [
        id,
        end,
        shortfall.toString(),
      ]),
      disputes: [...this.disputes.values()]
        .map(({ processorId, state: end, withdrawn, held, returned }) => [
          processorId,
          end,
          ...[withdrawn, held, returned].map(String),
        ])
        .sort(),
      held: this.pending.map(({ reference }) => reference),
      // A fee that was told in time is part of the charge's own entry.
      references: [...this.references].filter((name) => !name.endsWith(':fee')).sort(),
    };
  }

  private heed(item: News): boolean {
    if (item.about === 'charge') return this.heedCharge(item.news);
    if (this.charge?.gross === null || this.charge === undefined) return false;
    return item.about === 'refund' ? this.heedRefund(item.news) : this.heedDispute(item.news);
  }

  private heedCharge(news: ProcessorCharge): boolean {
    // The second intent is made only after we asked for it.
    if (news.intentId === 'pi_again' && !this.recharged) return false;
    // The bank lets go of what a reviewer has released; before, it would be another story.
    if (news.status === 'cancelled' && this.payment.state === 'funding') return false;
    const { payment, charge: known, recharged } = this;
    const facts = { payment, known, recharged, reserved: false, at: AT };
    const step = stepFor(facts, news);
    if (step === undefined) return true;
    const books = this.lock(accountsTouched(this.payment));
    const outcome = step(facts, news, books);
    this.write(books);
    if (outcome.call === 'recharge') this.recharged = true;
    else this.keepCharge(news);
    this.payment = outcome.payment;
    if (this.payment.state === 'held') this.payment = moved(this.payment, 'capturing', AT);
    if (outcome.payment.state === 'completed' && facts.payment.state !== 'completed') this.after();
    return true;
  }

  private keepCharge(news: ProcessorCharge): void {
    const captured = news.status === 'succeeded';
    const fee = captured ? feeOf(this.payment, news) : null;
    this.charge = {
      intentId: news.intentId,
      chargeId: news.chargeId ?? this.charge?.chargeId ?? null,
      gross: captured ? news.amount : (this.charge?.gross ?? null),
      fee: fee ?? this.charge?.fee ?? null,
    };
  }

  // What people do once the payment is completed.
  private after(): void {
    const { refunds, spent } = this.plan;
    if (spent > 0n) this.spend(spent);
    for (const agreed of refunds) {
      const accounts = refundAccounts(agreed.id, this.payment);
      const books = this.lock(Object.values(accounts));
      const has = books.available(accounts.holder);
      const missing = agreed.amount - has;
      const refund = { ...agreed, shortfall: missing > 0n ? missing : 0n };
      if (books.post(promiseEntry(refund, this.payment)) !== undefined) throw new Error('refused');
      this.write(books);
      this.refunds.set(refund.id, refund);
      this.payment = { ...this.payment, refunded: this.payment.refunded + refund.amount };
    }
  }

  private spend(amount: bigint): void {
    const { payeeId, amount: paid } = this.payment;
    const { currency } = paid;
    const from: AccountRef = { name: 'user.available', owner: payeeId, currency };
    const to: AccountRef = { name: 'user.available', owner: 'usr_third', currency };
    const books = this.lock([from, to]);
    const line = (account: AccountRef, side: 'debit' | 'credit') => ({
      account,
      side,
      amount,
      currency,
    });
    const lines = [line(from, 'debit'), line(to, 'credit')];
    const draft = { template: 'P3' as const, reference: 'spent', occurredAt: AT, lines };
    if (books.post(draft) !== undefined) throw new Error('refused');
    this.write(books);
  }

  private heedRefund(news: ProcessorRefund): boolean {
    const refund = this.refunds.get(news.refundId ?? '');
    if (refund === undefined) throw new Error(`${String(news.refundId)} was never agreed`);
    const books = this.lock(Object.values(refundAccounts(refund.id, this.payment)));
    this.refunds.set(refund.id, heedRefund(refund, this.payment, news, books, AT));
    this.write(books);
    return true;
  }

  private heedDispute(news: ProcessorDispute): boolean {
    const known = this.disputes.get(news.processorId);
    // An id of its own would differ from run to run.
    const dispute = known ?? { ...newDispute(news, this.payment), id: `dsp_${news.processorId}` };
    const books = this.lock(Object.values(disputeAccounts(dispute)));
    this.disputes.set(news.processorId, heedDispute(dispute, news, books, AT));
    this.write(books);
    return true;
  }

  private lock(refs: readonly AccountRef[]): Books {
    const locked = refs.map((ref) => {
      const account = this.accounts.get(addressOf(ref)) ?? newAccount(ref);
      this.accounts.set(addressOf(ref), account);
      return account;
    });
    const pending = this.pending.filter(
      ({ reference }) => reference === holdReference(this.payment),
    );
    return new Books([...new Set(locked)], AT, pending);
  }

  private write(books: Books): void {
    for (const { draft, lines } of books.entries) {
      if (this.references.has(draft.reference)) throw new Error(`${draft.reference} twice`);
      this.references.add(draft.reference);
      for (const { account, side, amount } of lines) {
        const address = addressOf(account.ref);
        const grows = side === normalSide(CHART[account.ref.name].kind);
        this.sums.set(address, (this.sums.get(address) ?? 0n) + (grows ? amount : -amount));
      }
    }
    this.pending = [
      ...this.pending.filter(({ id }) => !books.endings.some(({ holdId }) => holdId === id)),
      ...books.holds.map(({ id, draft, account, counterAccount }) => ({
        id,
        reference: draft.reference,
        accountId: account.guarded ? account.id : null,
        counterAccountId: counterAccount.guarded ? counterAccount.id : null,
        amount: draft.amount,
        expiresAt: draft.expiresAt,
      })),
    ];
  }
}

const newAccount = (ref: AccountRef): LockedAccount => ({
  id: addressOf(ref),
  ref,
  guarded: CHART[ref.name].guarded,
  state: 'open',
  floor: CHART[ref.name].guarded ? 0n : null,
  ceiling: null,
  balance: 0n,
  held: 0n,
  incoming: 0n,
  version: 0n,
});
