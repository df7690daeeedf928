// What a decision, or the end of its time, does: money goes back or is released, an ask-back or a report
// comes to its end or waits for an appeal, and both are told. The caller has locked the payment.
import { Injectable } from '@nestjs/common';
import { Fraud } from '../../../fraud/index.js';
import type { Tx } from '../../../shared/database.js';
import { present, Refusal } from '../../../shared/refusal.js';
import { type Payment, payeeAccount } from '../../payment/payment.js';
import { RefundPayment } from '../../refunds/refund-payment.js';
import { askBacksOf, storeAskBack } from '../ask-backs/ask-back-store.js';
import { exempt } from '../../trust/exemptions/exemption-store.js';
import { type ContestNews, toBoth } from '../contest-happenings.js';
import { ContestParts } from '../contest-parts.js';
import { refuseContest } from '../refusals.js';
import { counterOf, decided, frozenReference, lapsed, type Report } from '../reports/report.js';
import { reportOf, storeReport } from '../reports/report-store.js';
import { daysAfter } from '../times.js';
import { casesOf, type ContestCase, storeCase } from './case-store.js';

@Injectable()
export class CarryOut {
  constructor(
    private readonly parts: ContestParts,
    private readonly refunds: RefundPayment,
    private readonly fraud: Fraud,
  ) {}

  async decision(tx: Tx, it: ContestCase, payment: Payment, at: Date): Promise<void> {
    if (it.kind === 'ask_back') await this.endAskBack(tx, it, payment, at);
    else if (it.kind === 'report') await this.endReport(tx, it, payment, at);
    else await this.endRejection(tx, it, payment, at);
  }

  /** Nobody decided in time. */
  async lapse(tx: Tx, it: ContestCase, payment: Payment, at: Date): Promise<void> {
    await storeCase(tx, { ...it, state: 'lapsed', decidedAt: at });
    if (it.kind === 'report') {
      const report = await this.report(tx, payment);
      const before = (await casesOf(tx, [payment.id]))
        .filter(({ subjectId, verdict }) => subjectId === report.id && verdict !== null)
        .at(-1);
      await this.settle(tx, payment, lapsed(report, before?.verdict ?? null, at), at, it);
    } else {
      await this.stands(tx, it, payment, at);
    }
  }

  /** The time to appeal a decision has passed: it is carried out. */
  async unappealed(tx: Tx, report: Report, payment: Payment, at: Date): Promise<void> {
    const state = report.state === 'granted' ? 'returned' : 'released';
    const ended: Report = { ...report, state, appealBy: null, updatedAt: at };
    await this.settle(tx, payment, ended, at, { id: report.id, decidedBy: null });
  }

  private async endReport(tx: Tx, it: ContestCase, payment: Payment, at: Date): Promise<void> {
    const verdict = present(it.verdict, 'a decided case has a verdict');
    const report = await this.report(tx, payment);
    await this.parts.reported.decided(tx, payment.id, verdict, at);
    await this.settle(tx, payment, decided(report, verdict, at), at, it);
  }

  /** Writes a report in its new state, and moves or releases what was frozen for it. */
  private async settle(
    tx: Tx,
    payment: Payment,
    next: Report,
    at: Date,
    cause: Pick<ContestCase, 'id' | 'decidedBy'>,
  ): Promise<void> {
    let shown = payment;
    if (next.state === 'returned' && next.holding && mayReturn(payment)) {
      await storeReport(tx, { ...next, returned: next.frozen });
      shown = await this.giveBack(tx, payment, next.frozen, cause.decidedBy, at);
    } else if (next.state === 'granted') {
      await storeReport(tx, next);
    } else {
      await storeReport(tx, await this.thawed(tx, payment, next));
    }
    await this.parts.show(tx, shown, newsOf(next, cause.id, shown !== payment));
  }

  private async thawed(tx: Tx, payment: Payment, report: Report): Promise<Report> {
    if (!report.holding) return report;
    const { ledger } = this.parts;
    const hold = frozenReference(report);
    const books = await ledger.lock(tx, [payeeAccount(payment), counterOf(payment)], [hold]);
    const refusal = books.voidHold(hold);
    if (refusal !== undefined) throw new Error(`${hold}: ${refusal.code} at its end`);
    await ledger.write(tx, books);
    return { ...report, holding: false };
  }

  private async endAskBack(tx: Tx, it: ContestCase, payment: Payment, at: Date): Promise<void> {
    if (it.verdict !== 'granted') {
      await this.stands(tx, it, payment, at);
      return;
    }
    const left = payment.amount.minor - payment.refunded;
    const shown = await this.giveBack(tx, payment, left, it.decidedBy, at);
    await this.parts.show(tx, shown, toBoth('goes_back', it.id));
  }

  /** It stays as it was, by a decision or because nobody made one. */
  private async stands(tx: Tx, it: ContestCase, payment: Payment, at: Date): Promise<void> {
    if (it.kind === 'ask_back') {
      const [last] = await askBacksOf(tx, payment.id);
      const asked = present(last, 'a case has an ask-back');
      await storeAskBack(tx, { ...asked, state: 'stands', escalateBy: null, updatedAt: at });
      await this.parts.show(tx, payment, toBoth('stands', it.id));
    } else {
      await this.parts.show(tx, payment, [{ to: 'payer', what: 'upheld', about: it.id }]);
    }
  }

  private async endRejection(tx: Tx, it: ContestCase, payment: Payment, at: Date): Promise<void> {
    if (it.verdict !== 'granted') {
      await this.stands(tx, it, payment, at);
      return;
    }
    const assessed = await this.fraud.assessments(tx, [payment.id]);
    const rules = (assessed.get(payment.id)?.reasons ?? []).map(({ rule }) => rule);
    await exempt(tx, it.id, payment, rules, daysAfter(at, 'sendAgain'));
    await this.parts.show(tx, payment, [{ to: 'payer', what: 'overturned', about: it.id }]);
  }

  // By the way every refund goes: to the card that paid, or to the balance; never with a debt.
  private async giveBack(
    tx: Tx,
    payment: Payment,
    minor: bigint,
    decidedBy: string | null,
    at: Date,
  ): Promise<Payment> {
    const { currency } = payment.amount;
    const wish = {
      personId: decidedBy ?? 'clock',
      paymentId: payment.id,
      amount: { minor, currency },
      reason: 'Decided by our team',
      by: 'decision',
      at,
    } as const;
    const { payment: after } = await this.refunds.agree(tx, wish).catch((error: unknown) => {
      const isGone = error instanceof Refusal && error.code === 'refund_insufficient_funds';
      throw isGone ? refuseContest('contest_money_gone') : error;
    });
    return after;
  }

  private async report(tx: Tx, payment: Payment): Promise<Report> {
    return present(await reportOf(tx, payment.id), 'a case has a report');
  }
}

/** While a bank decides about the money nobody else does. */
const mayReturn = ({ dispute }: Payment): boolean => dispute !== 'open' && dispute !== 'lost';

function newsOf({ state, id }: Report, cause: string, hasMoved: boolean): ContestNews[] {
  if (state === 'granted' || state === 'denied' || state === 'lapsed') return toBoth(state, cause);
  if (state === 'returned') return toBoth(hasMoved ? 'goes_back' : 'nothing_there', id);
  return toBoth('released', id);
}
