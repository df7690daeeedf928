// A page of a person's activity: what the search found, each as this person may see it, with their
// balance right after it as the books have it.
import { Injectable } from '@nestjs/common';
import { balancesAfter } from '../../ledger/index.js';
import { type Database, Transactor } from '../../shared/database.js';
import { formatMoney } from '../../shared/money.js';
import { cut } from '../../shared/pages.js';
import { present } from '../../shared/refusal.js';
import { findCashOuts } from '../cash-out/cash-out-store.js';
import { toCashOutView } from '../cash-out/cash-out.view.js';
import type { CashOutView } from '../cash-out/contract.js';
import type { PaymentView, RefundView } from '../contract.js';
import { PaymentReplies } from '../payment/payment-replies.js';
import { findPayments } from '../payment/payment-store.js';
import { findRefunds } from '../refunds/refund-store.js';
import { toRefundView } from '../refunds/refund.view.js';
import {
  type ActivitySearch,
  type FoundActivity,
  placeOf,
  searchActivity,
} from './activity-search.js';
import type { ActivityItem, ActivityPage } from './contract.js';
import { NoteSearch } from './note-search.js';

/** A search as it is asked: with words instead of their tokens. */
export interface AskedActivity extends Omit<ActivitySearch, 'tokens'> {
  readonly text: string | null;
}

interface Details {
  readonly payments: ReadonlyMap<string, PaymentView>;
  readonly refunds: ReadonlyMap<string, RefundView>;
  readonly cashOuts: ReadonlyMap<string, CashOutView>;
  readonly balances: ReadonlyMap<string, bigint>;
}

@Injectable()
export class ActivityPages {
  constructor(
    private readonly transactor: Transactor,
    private readonly replies: PaymentReplies,
    private readonly notes: NoteSearch,
  ) {}

  /** What the person looks for, newest first. */
  async find({ text, ...asked }: AskedActivity, limit: number): Promise<ActivityPage> {
    const { reader } = this.transactor;
    const tokens = text === null ? null : await this.notes.tokensOf(asked.viewerId, text);
    const found = await searchActivity(reader, { ...asked, tokens }, limit + 1);
    const { rows: shown, next } = cut(found, limit, ({ id }) => placeOf(id));
    const details = await this.details(reader, asked.viewerId, shown);
    return { items: shown.map((one) => itemOf(one, details)), next };
  }

  private async details(
    db: Database,
    viewerId: string,
    found: readonly FoundActivity[],
  ): Promise<Details> {
    const idsOf = (kind: ActivityItem['kind']): string[] =>
      found.flatMap((one) => (one.kind === kind ? [one.id] : []));
    const refunds = await findRefunds(db, idsOf('refund'));
    const payments = await findPayments(db, [
      ...new Set([...idsOf('payment'), ...refunds.map(({ paymentId }) => paymentId)]),
    ]);
    const cashOuts = await findCashOuts(db, idsOf('cash_out'));
    const paymentOf = new Map(payments.map((payment) => [payment.id, payment]));
    const account = { name: 'user.available', owner: viewerId } as const;
    return {
      payments: byId(await this.replies.views(db, payments, viewerId)),
      refunds: byId(
        refunds.map((refund) =>
          toRefundView(refund, present(paymentOf.get(refund.paymentId), 'a refund has a payment')),
        ),
      ),
      cashOuts: byId(cashOuts.map(toCashOutView)),
      balances: await balancesAfter(db, account, found.map(referenceOf)),
    };
  }
}

/** The entry that moved this person's balance. */
function referenceOf({ kind, id, direction }: FoundActivity): string {
  if (kind === 'payment') return `${id}:completed`;
  if (kind === 'cash_out') return `${id}:requested`;
  return direction === 'out' ? `${id}:agreed` : `${id}:to_balance`;
}

function itemOf(found: FoundActivity, details: Details): ActivityItem {
  const { id, direction } = found;
  const balance = details.balances.get(referenceOf(found));
  const facts = (currency: string) => ({
    id,
    direction,
    balanceAfter: balance === undefined ? null : formatMoney({ minor: balance, currency }),
  });
  if (found.kind === 'cash_out') {
    const cashOut = present(details.cashOuts.get(id), 'what was found is there');
    return { kind: 'cash_out', cashOut, ...facts(cashOut.amount.currency) };
  }
  const refund = details.refunds.get(id);
  const payment = present(details.payments.get(refund?.paymentId ?? id), 'what was found is there');
  const told = facts(payment.amount.currency);
  return refund === undefined
    ? { kind: 'payment', payment, ...told }
    : { kind: 'refund', refund, payment, ...told };
}

const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> =>
  new Map(list.map((each) => [each.id, each]));
