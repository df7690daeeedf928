// What a reviewer sees of what people contest: the payment, what each side said, what was decided before,
// and whether the reviewer may decide it.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../../shared/database.js';
import { formatMoney } from '../../../shared/money.js';
import { People, type Profile } from '../../../shared/people.js';
import { present } from '../../../shared/refusal.js';
import type { PaymentView } from '../../contract.js';
import type { Payment } from '../../payment/payment.js';
import { PaymentReplies } from '../../payment/payment-replies.js';
import { findPayments } from '../../payment/payment-store.js';
import { decisionOf } from '../contest-view.js';
import { refuseContest } from '../refusals.js';
import type { Report } from '../reports/report.js';
import { reportsOf } from '../reports/report-store.js';
import { casesOf, type ContestCase, deskOf, findCase } from './case-store.js';
import type { ContestCaseDetailView, ContestCaseView } from './contract.js';
import { barredFrom, DecideContest } from './decide-contest.js';
import { rejectedBy } from './rejections.js';
import { saidAbout } from './what-was-said.js';

const LIST_MAX = 100;

/** What several views are made of. */
interface Sources {
  readonly viewerId: string;
  readonly payments: ReadonlyMap<string, Payment>;
  readonly views: ReadonlyMap<string, PaymentView>;
  readonly reports: ReadonlyMap<string, Report>;
  readonly cases: readonly ContestCase[];
  readonly rejecters: readonly string[];
  readonly names: ReadonlyMap<string, Profile>;
}

@Injectable()
export class ContestDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly replies: PaymentReplies,
    private readonly people: People,
    private readonly decide: DecideContest,
  ) {}

  async list(viewerId: string, state: 'open' | 'closed'): Promise<ContestCaseView[]> {
    const found = await deskOf(this.transactor.reader, state, LIST_MAX);
    const sources = await this.sources(viewerId, found);
    return found.map((it) => this.viewOf(it, sources));
  }

  /** One case. Refuses `contest_unknown`. */
  async one(viewerId: string, caseId: string): Promise<ContestCaseDetailView> {
    const { reader } = this.transactor;
    const it = await findCase(reader, caseId);
    if (it === undefined) throw refuseContest('contest_unknown');
    const sources = await this.sources(viewerId, [it]);
    const earlier = sources.cases.filter(
      ({ subjectId, number }) => subjectId === it.subjectId && number < it.number,
    );
    const nameOf = (id: string): string => sources.names.get(id)?.name ?? 'Somebody';
    const { claim, said } = await saidAbout(reader, it, [...earlier, it]);
    return {
      ...this.viewOf(it, sources),
      claim,
      said: said.map(({ by, ...rest }) => ({ by: nameOf(by), ...rest })),
      extension:
        it.extendedBy === null
          ? null
          : { by: nameOf(it.extendedBy), reason: it.extensionReason ?? '' },
      earlier: earlier.flatMap((each) =>
        decisionOf(each).map((decision) => ({
          ...decision,
          number: each.number,
          by: nameOf(each.decidedBy ?? ''),
        })),
      ),
    };
  }

  private viewOf(it: ContestCase, sources: Sources): ContestCaseView {
    const payment = present(sources.payments.get(it.paymentId), 'a case has a payment');
    const report = sources.reports.get(it.paymentId);
    const nameOf = (id: string | null): string => sources.names.get(id ?? '')?.name ?? 'Somebody';
    const isOpen = it.state === 'open';
    const [decision] = decisionOf(it);
    const frozen = it.kind === 'report' && report?.holding === true ? report.frozen : null;
    return {
      id: it.id,
      payment: present(sources.views.get(it.paymentId), 'a case has a payment'),
      kind: it.kind,
      number: it.number,
      state: it.state,
      broughtBy: nameOf(it.broughtBy),
      openedAt: it.openedAt.toISOString(),
      dueBy: it.dueBy.toISOString(),
      extendable: isOpen && it.extendedBy === null,
      frozen:
        frozen === null ? null : formatMoney({ minor: frozen, currency: payment.amount.currency }),
      needsSecond: this.decide.needsSecond(payment),
      proposal:
        it.proposed === null || !isOpen
          ? null
          : {
              verdict: it.proposed,
              by: nameOf(it.proposedBy),
              words: it.proposedWords ?? '',
              mine: it.proposedBy === sources.viewerId,
            },
      notMine: isOpen ? barredFrom(it, payment, sources.viewerId, sources) : null,
      decision:
        decision === undefined
          ? null
          : {
              ...decision,
              by: nameOf(it.decidedBy),
              confirmedBy: it.confirmedBy === null ? null : nameOf(it.confirmedBy),
            },
    };
  }

  private async sources(viewerId: string, found: readonly ContestCase[]): Promise<Sources> {
    const { reader } = this.transactor;
    const ids = found.map(({ paymentId }) => paymentId);
    const payments = await findPayments(reader, ids);
    const cases = await casesOf(reader, ids);
    const rejected = found.filter(({ kind }) => kind === 'rejection');
    const people = [...payments.flatMap(({ payerId, payeeId }) => [payerId, payeeId])];
    for (const each of cases) {
      people.push(
        ...[
          each.broughtBy,
          each.decidedBy,
          each.confirmedBy,
          each.proposedBy,
          each.extendedBy,
        ].filter((id) => id !== null),
      );
    }
    return {
      viewerId,
      payments: new Map(payments.map((payment) => [payment.id, payment])),
      views: await this.replies.staffViews(reader, payments),
      reports: new Map((await reportsOf(reader, ids)).map((each) => [each.paymentId, each])),
      cases,
      rejecters: (
        await Promise.all(rejected.map(({ paymentId }) => rejectedBy(reader, paymentId)))
      ).flat(),
      names: await this.people.profiles(reader, [...new Set(people)]),
    };
  }
}
