// What is contested about a payment, for whoever moves its money or shows it. It reads and writes the
// contests alone: the payment and its card are written by who calls it.
import { Injectable } from '@nestjs/common';
import type { Books } from '../../ledger/index.js';
import type { Database, Tx } from '../../shared/database.js';
import { Contests, type Frozen, type Withdrawn } from '../payment/ports/contests.js';
import { payeeAccount, type Payment } from '../payment/payment.js';
import { askBacksOf, storeAskBack } from './ask-backs/ask-back-store.js';
import { settleCases } from './cases/case-store.js';
import { contestCard } from './contest-card.js';
import type { ContestCard } from './contract.js';
import { counterOf, freezes, frozenAnew, frozenReference, isReportOver } from './reports/report.js';
import { reportOf, storeReport } from './reports/report-store.js';

@Injectable()
export class ContestKeeper extends Contests {
  async frozen(tx: Tx, payment: Payment): Promise<Frozen | undefined> {
    const report = await reportOf(tx, payment.id);
    if (report?.holding !== true) return undefined;
    return {
      hold: frozenReference(report),
      amount: report.frozen,
      accounts: [payeeAccount(payment), counterOf(payment)],
    };
  }

  async follow(tx: Tx, books: Books, withdrawn: Withdrawn): Promise<void> {
    await this.followAskBack(tx, withdrawn);
    await this.followReport(tx, books, withdrawn);
  }

  cardOf(db: Database, payment: Payment): Promise<ContestCard | null> {
    return contestCard(db, payment);
  }

  // Whoever was asked and gives anything back has answered; anybody else has when nothing is left.
  private async followAskBack(tx: Tx, { payment, by, at }: Withdrawn): Promise<void> {
    const [last] = await askBacksOf(tx, payment.id);
    if (last === undefined || ['returned', 'stands', 'overtaken'].includes(last.state)) return;
    const answered = by === 'payee' || payment.refunded >= payment.amount.minor;
    if (by !== 'bank' && !answered) return;
    await storeAskBack(tx, {
      ...last,
      state: by === 'bank' ? 'overtaken' : 'returned',
      answeredAt: last.answeredAt ?? (by === 'payee' ? at : null),
      escalateBy: null,
      updatedAt: at,
    });
    await settleCases(tx, payment.id, 'ask_back', at);
  }

  private async followReport(
    tx: Tx,
    books: Books,
    { payment, frozen, by, amount, at }: Withdrawn,
  ): Promise<void> {
    const report = await reportOf(tx, payment.id);
    if (report === undefined) return;
    const nothingLeft = payment.refunded >= payment.amount.minor;
    const thawed = { ...report, holding: false, updatedAt: at };
    if (!isReportOver(report) && (by === 'bank' || nothingLeft)) {
      const state = by === 'bank' ? 'overtaken' : 'returned';
      await storeReport(tx, { ...thawed, state, appealBy: null });
      await settleCases(tx, payment.id, 'report', at);
    } else if (frozen !== undefined) {
      const rest = frozen.amount - amount;
      const again = freezes(report) && rest > 0n;
      await storeReport(tx, again ? frozenAnew(thawed, payment, rest, books) : thawed);
    }
  }
}
