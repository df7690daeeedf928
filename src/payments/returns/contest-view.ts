// A contest as each of the two sees it: what is on the card, one's own words, and what was decided. What
// the payer told of the payee is for the reviewer, so that nobody is put in danger by it and nobody
// learns what gave them away.
import type { Database } from '../../shared/database.js';
import type { Payment } from '../payment/payment.js';
import { askBacksOf } from './ask-backs/ask-back-store.js';
import { casesOf, type ContestCase } from './cases/case-store.js';
import { contestCard } from './contest-card.js';
import type { ContestCard, ContestView, DecisionView } from './contract.js';
import { reportOf } from './reports/report-store.js';

const NOTHING: ContestCard = { lastReturn: null, askBack: null, report: null, rejection: null };

export async function contestView(
  db: Database,
  payment: Payment,
  viewerId: string,
): Promise<ContestView> {
  const [last] = await askBacksOf(db, payment.id);
  const report = await reportOf(db, payment.id);
  const cases = await casesOf(db, [payment.id]);
  const mine = viewerId === payment.payerId;
  return {
    paymentId: payment.id,
    ...((await contestCard(db, payment)) ?? NOTHING),
    askBackWords: last === undefined ? null : { payer: last.words, payee: last.answerWords },
    reportWords: (mine ? report?.words : report?.answerWords) ?? null,
    reportKind: mine ? (report?.kind ?? null) : null,
    decisions: cases.flatMap(decisionOf),
  };
}

export function decisionOf({ verdict, decisionWords, decidedAt }: ContestCase): DecisionView[] {
  if (verdict === null || decidedAt === null) return [];
  return [{ verdict, words: decisionWords ?? '', decidedAt: decidedAt.toISOString() }];
}
