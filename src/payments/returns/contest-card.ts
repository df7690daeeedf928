// What both sides see on a payment's card of what they contest: states, deadlines, and whose turn it is.
import { formatMinor } from '../../shared/money.js';
import { type Database, rows } from '../../shared/database.js';
import type { Payment } from '../payment/payment.js';
import {
  type AskBack,
  ASK_BACKS_MAX,
  askBacksOf,
  isAskBackOpen,
} from './ask-backs/ask-back-store.js';
import { casesOf, type ContestCase } from './cases/case-store.js';
import { exemptionOf } from '../trust/exemptions/exemption-store.js';
import { rejectedAt } from './cases/rejections.js';
import type { ContestCard } from './contract.js';
import { appealOf, type Report } from './reports/report.js';
import { reportOf } from './reports/report-store.js';
import { daysAfter } from './times.js';

/** Null for a payment that never got so far that anything of it could be contested. */
export async function contestCard(db: Database, payment: Payment): Promise<ContestCard | null> {
  if (payment.state === 'rejected') {
    const rejection = await rejectionOf(db, payment);
    if (rejection === null) return null;
    return { lastReturn: null, askBack: null, report: null, rejection };
  }
  if (payment.state !== 'completed') return null;
  const lastReturn = await lastReturnOf(db, payment);
  const [last] = await askBacksOf(db, payment.id);
  const report = await reportOf(db, payment.id);
  if (lastReturn === null && last === undefined && report === undefined) return null;
  const open = (await casesOf(db, [payment.id])).filter(({ state }) => state === 'open');
  return {
    lastReturn,
    askBack: last === undefined ? null : askBackOnCard(last, payment, open),
    report: report === undefined ? null : reportOnCard(report, payment, open),
    rejection: null,
  };
}

function askBackOnCard(
  last: AskBack,
  payment: Payment,
  open: readonly ContestCase[],
): ContestCard['askBack'] {
  const { id, number, state, reason, answerBy, escalateBy, updatedAt } = last;
  const due = open.find(({ subjectId }) => subjectId === id)?.dueBy;
  const left = payment.refunded < payment.amount.minor;
  return {
    id,
    state,
    reason,
    answerBy: answerBy.toISOString(),
    escalateBy: escalateBy?.toISOString() ?? null,
    decideBy: due?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
    askAgain: left && number < ASK_BACKS_MAX && !isAskBackOpen(last) && state !== 'overtaken',
  };
}

function reportOnCard(
  report: Report,
  payment: Payment,
  open: readonly ContestCase[],
): ContestCard['report'] {
  const { id, state, frozen, holding, answerBy, answeredAt, appealBy, updatedAt } = report;
  const open1 = open.find(({ subjectId }) => subjectId === id);
  return {
    id,
    state,
    frozen: holding ? formatMinor(frozen, payment.amount.currency) : null,
    answerBy: answerBy.toISOString(),
    answered: answeredAt !== null,
    decideBy: open1?.dueBy.toISOString() ?? null,
    extended: open1 !== undefined && open1.extendedBy !== null,
    appealBy: appealBy?.toISOString() ?? null,
    appealOf: appealBy === null ? null : appealOf(report),
    updatedAt: updatedAt.toISOString(),
  };
}

async function rejectionOf(db: Database, payment: Payment): Promise<ContestCard['rejection']> {
  const at = await rejectedAt(db, payment.id);
  if (at === undefined) return null;
  const [appeal] = (await casesOf(db, [payment.id])).filter(({ kind }) => kind === 'rejection');
  if (appeal === undefined) {
    const until = daysAfter(at, 'appealRejection').toISOString();
    return { state: 'possible', exemptionId: null, until };
  }
  if (appeal.state === 'open') {
    return { state: 'appealed', exemptionId: null, until: appeal.dueBy.toISOString() };
  }
  if (appeal.verdict !== 'granted') return { state: 'upheld', exemptionId: null, until: null };
  const exemption = await exemptionOf(db, appeal.id);
  const usable = exemption !== undefined && exemption.paymentId === null;
  return {
    state: 'overturned',
    exemptionId: usable ? appeal.id : null,
    until: usable ? exemption.expiresAt.toISOString() : null,
  };
}

async function lastReturnOf(db: Database, payment: Payment): Promise<ContestCard['lastReturn']> {
  if (payment.refunded === 0n) return null;
  const [last] = await rows<{ askedBy: string; createdAt: Date }>(
    db,
    `SELECT asked_by AS "askedBy", created_at AS "createdAt" FROM payments.refunds
      WHERE payment_id = $1 AND state <> 'withdrawn' ORDER BY id DESC LIMIT 1`,
    [payment.id],
  );
  if (last === undefined) return null;
  const { askedBy, createdAt } = last;
  const others = askedBy === 'processor' ? 'processor' : 'staff';
  return { by: askedBy === payment.payeeId ? 'payee' : others, at: createdAt.toISOString() };
}
