// What each side said about a case so far, oldest first: what the payer claims, the payee's answer, and
// why each appeal was brought.
import type { Database } from '../../../shared/database.js';
import { present } from '../../../shared/refusal.js';
import { findPayments } from '../../payment/payment-store.js';
import { findAskBack } from '../ask-backs/ask-back-store.js';
import { findReport } from '../reports/report-store.js';
import type { ContestCase } from './case-store.js';

export interface Said {
  /** A person's id. */
  readonly by: string;
  readonly what: string;
  readonly words: string;
  readonly at: string;
}

const said = (by: string, what: string, words: string | null, at: Date | null): Said[] =>
  words === null || at === null ? [] : [{ by, what, words, at: at.toISOString() }];

/** `cases` are the case and the ones before it. */
export async function saidAbout(
  db: Database,
  it: ContestCase,
  cases: readonly ContestCase[],
): Promise<{ claim: string; said: Said[] }> {
  const [found] = await findPayments(db, [it.paymentId]);
  const { payerId, payeeId } = present(found, 'a case has a payment');
  const brought = (what: string, from: number): Said[] =>
    cases
      .filter(({ number }) => number >= from)
      .flatMap((each) => said(each.broughtBy, what, each.words, each.openedAt));
  if (it.kind === 'ask_back') {
    const asked = present(await findAskBack(db, it.subjectId), 'a case has an ask-back');
    return {
      claim: asked.reason,
      said: [
        ...said(payerId, 'asked it back', asked.words, asked.createdAt),
        ...said(payeeId, 'keeps it', asked.answerWords, asked.answeredAt),
        ...brought('brought it to us', 1),
      ],
    };
  }
  if (it.kind === 'report') {
    const report = present(await findReport(db, it.subjectId), 'a case has a report');
    return {
      claim: report.kind,
      said: [
        ...said(payerId, 'reported it', report.words, report.createdAt),
        ...said(payeeId, 'answered', report.answerWords, report.answeredAt),
        ...brought('appealed', 2),
      ],
    };
  }
  return { claim: 'rejected', said: brought('appealed', 1) };
}
