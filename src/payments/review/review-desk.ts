// What a reviewer sees: the case, the payment it is about, why it was held, and on which signals.
import { Injectable } from '@nestjs/common';
import { type CaseState, Cases, Fraud, type ReviewCase } from '../../fraud/index.js';
import type { Database } from '../../shared/database.js';
import { People } from '../../shared/people.js';
import { present } from '../../shared/refusal.js';
import type { ReviewCaseView } from '../contract.js';
import { Cards } from '../cards/cards.js';
import { PaymentReplies } from '../payment/payment-replies.js';
import { findPayments } from '../payment/payment-store.js';

@Injectable()
export class ReviewDesk {
  constructor(
    private readonly cases: Cases,
    private readonly fraud: Fraud,
    private readonly replies: PaymentReplies,
    private readonly people: People,
    private readonly cards: Cards,
  ) {}

  async list(db: Database, state: CaseState, limit: number): Promise<ReviewCaseView[]> {
    return this.views(db, await this.cases.list(db, state, limit));
  }

  /** One case. Refuses `case_unknown`. */
  async one(db: Database, caseId: string): Promise<ReviewCaseView> {
    const [view] = await this.views(db, [await this.cases.one(db, caseId)]);
    return present(view, 'one case, one view');
  }

  private async views(db: Database, cases: readonly ReviewCase[]): Promise<ReviewCaseView[]> {
    const ids = cases.map((item) => item.candidateId);
    const payments = await this.replies.staffViews(db, await findPayments(db, ids));
    const reviewers = await this.people.profiles(
      db,
      cases.flatMap((item) => item.decidedBy ?? []),
    );
    const assessments = await this.fraud.assessments(db, ids);
    const shared = await this.cards.othersByPayment(db, ids);
    return cases.map((item) => ({
      id: item.id,
      payment: present(payments.get(item.candidateId), 'a case has a payment'),
      openedAt: item.openedAt.toISOString(),
      reviewBy: item.reviewBy.toISOString(),
      state: item.state,
      reasons: (assessments.get(item.candidateId)?.reasons ?? []).map(({ rule, message }) => ({
        rule,
        message,
      })),
      cardSharedWith: shared.get(item.candidateId) ?? null,
      signals: [...(assessments.get(item.candidateId)?.signals ?? [])],
      decidedBy: reviewers.get(item.decidedBy ?? '')?.name ?? null,
      decidedAt: item.decidedAt?.toISOString() ?? null,
      decisionReason: item.decisionReason,
    }));
  }
}
