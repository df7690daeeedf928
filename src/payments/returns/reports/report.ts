// A report as plain data, and the pure rules about it: what is frozen, who may appeal, and what a
// decision or a deadline makes of it. Nothing here touches a database.
import type { AccountRef, Books, HoldDraft } from '../../../ledger/index.js';
import { payeeAccount, type Payment } from '../../payment/payment.js';
import type { ReportKind, ReportState, Verdict } from '../contract.js';
import { daysAfter } from '../times.js';

export interface Report {
  readonly id: string;
  readonly paymentId: string;
  readonly kind: ReportKind;
  readonly words: string;
  readonly state: ReportState;
  /** Minor units of the payee's money that were frozen last. */
  readonly frozen: bigint;
  /** How many holds there were; the number of the last. */
  readonly holds: number;
  /** Whether that one is pending. */
  readonly holding: boolean;
  /** Minor units that the decision gave back. */
  readonly returned: bigint;
  readonly answerBy: Date;
  readonly answeredAt: Date | null;
  readonly answerWords: string | null;
  readonly appealBy: Date | null;
  readonly payerAppealed: boolean;
  readonly payeeAppealed: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Whether what is still there of the money is frozen for it. */
export const freezes = ({ state }: Report): boolean =>
  ['examined', 'granted', 'appealed'].includes(state);

export const isReportOver = ({ state }: Report): boolean =>
  ['returned', 'released', 'overtaken'].includes(state);

/** The ledger's reference of the hold; the first part names the payment. */
export const frozenReference = ({ paymentId, holds }: Report): string =>
  `${paymentId}:report:${String(holds)}`;

/** Where frozen money would go; no limit of the payer's keeps it from being frozen. */
export const counterOf = (payment: Payment): AccountRef => ({
  name: 'refund.payable',
  owner: `${payment.id}:report`,
  currency: payment.amount.currency,
});

/**
 * The report with as much frozen as is still there, up to `most` and to what was not given back. The
 * hold has no time of its own: it ends with the report's deadlines, which can be extended.
 */
export function frozenAnew(report: Report, payment: Payment, most: bigint, books: Books): Report {
  const account = payeeAccount(payment);
  const left = payment.amount.minor - payment.refunded;
  const amount = [most, left, books.available(account)].reduce((a, b) => (b < a ? b : a));
  const next: Report = { ...report, holds: report.holds + 1, frozen: amount, holding: true };
  const nothing: Report = { ...report, frozen: 0n, holding: false };
  if (amount <= 0n) return nothing;
  const hold: HoldDraft = {
    reference: frozenReference(next),
    account,
    counterAccount: counterOf(payment),
    amount,
    reason: 'report',
    expiresAt: null,
  };
  // The payee's account may be blocked altogether; then nothing of it can leave anyway.
  return books.hold(hold) === undefined ? next : nothing;
}

/** Who may appeal a decision like this: the one who lost it and has not appealed before. */
export function appealOf({
  state,
  payerAppealed,
  payeeAppealed,
}: Pick<Report, 'state' | 'payerAppealed' | 'payeeAppealed'>): 'payer' | 'payee' | null {
  if (state === 'granted') return payeeAppealed ? null : 'payee';
  if (state === 'denied' || state === 'lapsed') return payerAppealed ? null : 'payer';
  return null;
}

/** What a decision makes of it: the end, unless the one who lost may still appeal. */
export function decided(report: Report, verdict: Verdict, at: Date): Report {
  return settledUnlessAppealed({ ...report, state: verdict, updatedAt: at }, at);
}

/**
 * What it becomes when nobody decided in time. A first decision that nobody made releases the money;
 * an appeal that nobody decided leaves the decision before it as it was.
 */
export function lapsed(report: Report, before: Verdict | null, at: Date): Report {
  if (before === 'granted') return { ...report, state: 'returned', appealBy: null, updatedAt: at };
  return settledUnlessAppealed({ ...report, state: 'lapsed', updatedAt: at }, at);
}

function settledUnlessAppealed(report: Report, at: Date): Report {
  if (appealOf(report) !== null) return { ...report, appealBy: daysAfter(at, 'appeal') };
  const state = report.state === 'granted' ? 'returned' : 'released';
  return { ...report, state, appealBy: null };
}
