// "This was a scam": the payer reports a payment, and in the same commit what is still there of it is
// frozen. Whoever was paid answers; a person decides; the one who lost may appeal once.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../shared/database.js';
import type { Answer } from '../../../shared/idempotency.js';
import { newId } from '../../../shared/ids.js';
import { payeeAccount, type Payment } from '../../payment/payment.js';
import { casesOf, openCase } from '../cases/case-store.js';
import { type ContestCommand, ContestParts, refuseUnlessThere } from '../contest-parts.js';
import type { ReportKind } from '../contract.js';
import { refuseContest } from '../refusals.js';
import { daysAfter } from '../times.js';
import { appealOf, counterOf, frozenAnew, type Report } from './report.js';
import { findReport, insertReport, reportOf, storeReport } from './report-store.js';

export interface ReportCommand extends ContestCommand {
  readonly kind: ReportKind;
  readonly words: string;
}

export type ReportWordsCommand = Omit<ContestCommand, 'paymentId'> & {
  readonly reportId: string;
  readonly words: string;
};

@Injectable()
export class ReportPayment {
  constructor(private readonly parts: ContestParts) {}

  report(command: ReportCommand): Promise<Answer> {
    return this.parts.once(command, 'payer', async (tx, payment) => {
      const { kind, words, at, personId } = command;
      refuseUnlessThere(payment);
      if (daysAfter(payment.createdAt, 'report') <= at) throw refuseContest('report_too_late');
      const known = await reportOf(tx, payment.id);
      if (known !== undefined) throw refuseContest('report_exists');
      const frozen = await this.freeze(tx, payment, newReport(payment, kind, words, at));
      await insertReport(tx, frozen);
      await this.bring(tx, frozen, personId, words, at, 1);
      const { id: candidateId, payerId, payeeId, amount } = payment;
      await this.parts.reported.reported(tx, { candidateId, payerId, payeeId, kind, amount, at });
      return { to: 'payee', what: 'reported', about: frozen.id };
    });
  }

  /** Whoever was paid says what it was about. */
  async answer(command: ReportWordsCommand): Promise<Answer> {
    const paymentId = await this.paymentOf(command.reportId);
    return this.parts.once({ ...command, paymentId }, 'payee', async (tx) => {
      const { at, words } = command;
      const report = await own(tx, paymentId);
      if (report.answeredAt !== null) throw refuseContest('report_answered');
      if (report.state !== 'examined' || report.answerBy <= at) {
        throw refuseContest('report_answer_late');
      }
      await storeReport(tx, { ...report, answeredAt: at, answerWords: words, updatedAt: at });
      return { to: 'payer', what: 'answered', about: report.id };
    });
  }

  /** The one who lost the last decision appeals it; another person decides. */
  async appeal(command: ReportWordsCommand): Promise<Answer> {
    const found = await this.found(command.reportId);
    const { paymentId } = found;
    // Whose turn it is says which of the two may come; under the lock it is asked again.
    const side = appealOf(found) ?? 'payer';
    return this.parts.once({ ...command, paymentId }, side, async (tx, payment) => {
      const { at, words, personId } = command;
      const report = await own(tx, paymentId);
      if (appealOf(report) !== side || report.appealBy === null || report.appealBy <= at) {
        throw refuseContest('report_no_appeal');
      }
      const appealed: Report = {
        ...report,
        state: 'appealed',
        appealBy: null,
        payerAppealed: report.payerAppealed || side === 'payer',
        payeeAppealed: report.payeeAppealed || side === 'payee',
        updatedAt: at,
      };
      // What was released is frozen again, as far as it is still there.
      if (side === 'payer') refuseUnlessThere(payment);
      const again = report.holding ? appealed : await this.freeze(tx, payment, appealed);
      await storeReport(tx, again);
      const cases = await casesOf(tx, [paymentId]);
      const number = cases.filter(({ subjectId }) => subjectId === report.id).length + 1;
      await this.bring(tx, again, personId, words, at, number);
      const to = side === 'payer' ? 'payee' : 'payer';
      return { to, what: 'appealed', about: `${report.id}:${String(number)}` };
    });
  }

  private async freeze(tx: Tx, payment: Payment, report: Report): Promise<Report> {
    const { ledger } = this.parts;
    const books = await ledger.lock(tx, [payeeAccount(payment), counterOf(payment)]);
    const frozen = frozenAnew(report, payment, payment.amount.minor, books);
    await ledger.write(tx, books);
    return frozen;
  }

  private async bring(
    tx: Tx,
    report: Report,
    broughtBy: string,
    words: string,
    at: Date,
    number: number,
  ): Promise<void> {
    const { id: subjectId, paymentId } = report;
    const dueBy = daysAfter(at, 'decide');
    const made = { paymentId, kind: 'report', subjectId, number, broughtBy, words } as const;
    await openCase(tx, { ...made, dueBy, openedAt: at });
  }

  private async found(reportId: string): Promise<Report> {
    const found = await findReport(this.parts.transactor.reader, reportId);
    if (found === undefined) throw refuseContest('contest_payment_unknown');
    return found;
  }

  private async paymentOf(reportId: string): Promise<string> {
    return (await this.found(reportId)).paymentId;
  }
}

async function own(tx: Tx, paymentId: string): Promise<Report> {
  const report = await reportOf(tx, paymentId);
  if (report === undefined) throw refuseContest('contest_payment_unknown');
  return report;
}

const newReport = (payment: Payment, kind: ReportKind, words: string, at: Date): Report => ({
  id: newId('rpt'),
  paymentId: payment.id,
  kind,
  words,
  state: 'examined',
  frozen: 0n,
  holds: 0,
  holding: false,
  returned: 0n,
  answerBy: daysAfter(at, 'answerReport'),
  answeredAt: null,
  answerWords: null,
  appealBy: null,
  payerAppealed: false,
  payeeAppealed: false,
  createdAt: at,
  updatedAt: at,
});
