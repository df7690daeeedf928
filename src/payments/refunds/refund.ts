// A refund as plain data, and the pure rules about it: what it promises, and what each piece of news
// from the processor does to it. What was promised leaves the money of whoever was paid at once (P7);
// the processor then takes it (P7a), and may bring it back when it failed (P7b), in which case the
// payer has it in the balance (P7c). News in any order and any number of times end the same.
import {
  type AccountRef,
  type Books,
  draftEntry,
  type EntryDraft,
  platformAccount,
} from '../../ledger/index.js';
import { present } from '../../shared/refusal.js';
import type { Frozen } from '../payment/ports/contests.js';
import { holderOf, payerAccount, type Payment, personAccount } from '../payment/payment.js';
import type { ProcessorRefund } from '../processor/refunds.js';

export type RefundState = 'requested' | 'pending' | 'succeeded' | 'failed' | 'withdrawn';

export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  /** Minor units of the payment's currency. */
  readonly amount: bigint;
  /** The part that whoever was paid no longer had, and owes since. */
  readonly shortfall: bigint;
  /** Where it goes: back to the card, or to the payer's balance. */
  readonly destination: 'card' | 'balance';
  readonly state: RefundState;
  readonly reason: string;
  /** A person's id, or `processor` when it was made there. */
  readonly askedBy: string;
  readonly processorId: string | null;
  /** The processor's movement that took the money, and the one that brought it back. */
  readonly moved: string | null;
  readonly cameBack: string | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is decided about a refund before it begins. */
export interface RefundPlan extends Pick<
  Refund,
  'id' | 'amount' | 'destination' | 'reason' | 'askedBy' | 'processorId'
> {
  readonly at: Date;
}

/** A refund that is about to be promised: what its holder does not have, frozen or not, is its shortfall. */
export function beginRefund(
  plan: RefundPlan,
  payment: Payment,
  books: Books,
  frozen?: Frozen,
): Refund {
  return present(beginRefunds([plan], payment, books, frozen)[0], 'one plan, one refund');
}

/** The same for the parts of one refund: what one of them takes, the next does not find. */
export function beginRefunds(
  plans: readonly RefundPlan[],
  payment: Payment,
  books: Books,
  frozen?: Frozen,
): Refund[] {
  const free = books.available(personAccount(holderOf(payment), payment.amount.currency));
  let left = free + (frozen?.amount ?? 0n);
  return plans.map((plan) => {
    const has = left > 0n ? left : 0n;
    const taken = plan.amount < has ? plan.amount : has;
    left -= taken;
    return newRefund(plan, payment, plan.amount - taken);
  });
}

/** A refund with that shortfall, in minor units. */
export const newRefund = (
  { at, ...plan }: RefundPlan,
  { id: paymentId }: Payment,
  shortfall: bigint,
): Refund => ({
  ...plan,
  paymentId,
  shortfall,
  state: 'requested',
  moved: null,
  cameBack: null,
  failureCode: null,
  createdAt: at,
  updatedAt: at,
});

interface Accounts extends Record<string, AccountRef> {
  readonly holder: AccountRef;
  readonly payee: AccountRef;
  readonly payer: AccountRef;
  readonly owed: AccountRef;
  readonly refund: AccountRef;
  readonly available: AccountRef;
}

/** The accounts a refund may touch. `payee` is whoever has the money: the payee, as a rule. */
export function refundAccounts(refundId: string, payment: Payment): Accounts {
  const { currency } = payment.amount;
  const holder = personAccount(holderOf(payment), currency);
  return {
    holder,
    payee: holder,
    payer: payerAccount(payment),
    owed: { name: 'user.receivable', owner: holderOf(payment), currency },
    refund: { name: 'refund.payable', owner: refundId, currency },
    available: platformAccount('stripe.available', currency),
  };
}

/** P7: the money leaves whoever has it; what they do not have, they owe. */
export function promiseEntry(refund: Refund, payment: Payment): EntryDraft {
  const { amount, shortfall } = refund;
  const amounts = { available: amount - shortfall, shortfall, fee: 0n, tax: 0n };
  return draft('P7', `${refund.id}:agreed`, refund, payment, amounts, refund.createdAt);
}

/** P7c: the payer has it in the balance instead. */
export const toBalanceEntry = (refund: Refund, payment: Payment, at: Date): EntryDraft =>
  draft('P7c', `${refund.id}:to_balance`, refund, payment, { amount: refund.amount }, at);

/** P7v: it never happened; whoever was paid keeps the money. */
export function withdrawnEntry(refund: Refund, payment: Payment, at: Date): EntryDraft {
  const { amount, shortfall } = refund;
  const amounts = { available: amount - shortfall, shortfall };
  return draft('P7v', `${refund.id}:withdrawn`, refund, payment, amounts, at);
}

const RANK: Record<RefundState, number> = {
  requested: 0,
  pending: 1,
  succeeded: 2,
  failed: 3,
  withdrawn: 3,
};

/**
 * The refund after this news, with its entries staged in the books; the same refund when it is no
 * news. One that failed waits for the movement that brings its money back, if money had left.
 */
export function heedRefund(
  refund: Refund,
  payment: Payment,
  news: ProcessorRefund,
  books: Books,
  at: Date,
): Refund {
  if (RANK[refund.state] === RANK.failed) return refund;
  const { amount } = refund;
  const entries: EntryDraft[] = [];
  let next: Refund = { ...refund, processorId: news.processorId };
  const stage = (...drafts: EntryDraft[]): void => {
    entries.push(...drafts);
  };
  if (next.moved === null && news.moved !== undefined) {
    stage(draft('P7a', `${news.processorId}:moved`, refund, payment, { amount }, at));
    next = { ...next, moved: news.moved.id };
  }
  const gone = news.status === 'failed' || news.status === 'cancelled';
  if (gone && (next.moved === null || news.cameBack !== undefined)) {
    if (news.cameBack !== undefined && next.moved !== null) {
      stage(draft('P7b', `${news.processorId}:came_back`, refund, payment, { amount }, at));
    }
    stage(toBalanceEntry(refund, payment, at));
    const failureCode = news.failureCode ?? news.status;
    next = { ...next, state: 'failed', cameBack: news.cameBack?.id ?? null, failureCode };
  } else if (!gone && RANK[news.status] > RANK[next.state]) {
    next = { ...next, state: news.status };
  }
  if (entries.length > 0) {
    const refusal = books.post(...entries);
    if (refusal !== undefined) throw new Error(`${refund.id}: ${refusal.code} for its own money`);
  }
  return sameRefund(next, refund) ? refund : { ...next, updatedAt: at };
}

const sameRefund = (a: Refund, b: Refund): boolean =>
  a.state === b.state && a.moved === b.moved && a.processorId === b.processorId;

function draft(
  template: 'P7' | 'P7a' | 'P7b' | 'P7c' | 'P7v',
  reference: string,
  { id }: Refund,
  payment: Payment,
  amounts: Record<string, bigint>,
  at: Date,
): EntryDraft {
  const { currency } = payment.amount;
  const accounts = {
    ...refundAccounts(id, payment),
    fees: platformAccount('fee.transfer', currency),
    tax: platformAccount('tax.payable', currency),
  };
  return draftEntry(template, reference, at, accounts, amounts);
}
