// A person's word between two others. Above a limit one person proposes and another, who may approve,
// agrees; an appeal is decided by somebody who has not decided about it before. The case, the money, what
// it was about and the card change in one commit.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../shared/config.js';
import type { Tx } from '../../../shared/database.js';
import { replyWith } from '../../../shared/http.js';
import type { Answer, Claim } from '../../../shared/idempotency.js';
import { majorToMinor } from '../../../shared/money.js';
import { present } from '../../../shared/refusal.js';
import { KEYS } from '../../payment/idempotency.js';
import type { Payment } from '../../payment/payment.js';
import { lockPayment } from '../../payment/payment-store.js';
import { ContestParts } from '../contest-parts.js';
import type { Verdict } from '../contract.js';
import { refuseContest } from '../refusals.js';
import { DAYS } from '../times.js';
import { casesOf, type ContestCase, findCase, storeCase } from './case-store.js';
import { CarryOut } from './carry-out.js';
import { rejectedBy } from './rejections.js';

export interface DecideCommand extends Claim {
  readonly caseId: string;
  readonly verdict: Verdict;
  /** Both sides read them. */
  readonly words: string;
  /** Whether the reviewer may agree to what a colleague proposed. */
  readonly approves: boolean;
  readonly at: Date;
}

export type ExtendCommand = Claim & {
  readonly caseId: string;
  readonly reason: string;
  readonly at: Date;
};

const DAY_MS = 86_400_000;

@Injectable()
export class DecideContest {
  constructor(
    private readonly parts: ContestParts,
    private readonly carryOut: CarryOut,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Decides, or proposes to. Refusals are answers too, and are kept with the key. */
  run(command: DecideCommand): Promise<Answer> {
    return this.once(command, async (tx, it, payment) => {
      const { personId, verdict, words, approves, at } = command;
      const isSecond = it.proposed === verdict && it.proposedBy !== personId;
      if (!this.needsSecond(payment)) {
        await this.decide(tx, it, payment, { ...command, decidedBy: personId, confirmedBy: null });
      } else if (isSecond) {
        if (!approves) throw refuseContest('contest_second_needed');
        const decidedBy = present(it.proposedBy, 'a proposal has somebody behind it');
        // What the two of them read is what the first wrote and the second agreed to.
        const said = it.proposedWords ?? words;
        await this.decide(tx, it, payment, {
          verdict,
          words: said,
          at,
          decidedBy,
          confirmedBy: personId,
        });
      } else {
        const proposal = { proposed: verdict, proposedBy: personId, proposedWords: words };
        await storeCase(tx, { ...it, ...proposal });
      }
    });
  }

  /** Gives a case more time, once, with a reason. */
  extend(command: ExtendCommand): Promise<Answer> {
    return this.once(command, async (tx, it, payment) => {
      if (it.extendedBy !== null) throw refuseContest('contest_extended');
      await storeCase(tx, {
        ...it,
        dueBy: new Date(it.dueBy.getTime() + DAYS.extension * DAY_MS),
        extendedBy: command.personId,
        extensionReason: command.reason,
      });
      await this.parts.show(tx, payment, [
        { to: 'payer', what: 'extended', about: it.id },
        { to: 'payee', what: 'extended', about: it.id },
      ]);
    });
  }

  /** Whether a second person must agree, because of the amount. */
  needsSecond({ amount: { minor, currency } }: Payment): boolean {
    const limit = this.config.contests.secondAbove?.[currency];
    return limit !== undefined && minor > majorToMinor(limit, currency);
  }

  private once(
    command: Claim & { readonly caseId: string; readonly at: Date },
    work: (tx: Tx, it: ContestCase, payment: Payment) => Promise<void>,
  ): Promise<Answer> {
    return this.parts.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const { it, payment } = await this.lock(tx, command);
        await work(tx, it, payment);
        const after = present(await findCase(tx, it.id), 'a case stays');
        const reply = replyWith(200, { id: after.id, state: after.state, verdict: after.verdict });
        return { subjectId: it.id, reply };
      }),
    );
  }

  /** The open case and its payment, if this person may decide it now. */
  private async lock(
    tx: Tx,
    { caseId, personId, at }: { caseId: string; personId: string; at: Date },
  ): Promise<{ it: ContestCase; payment: Payment }> {
    const found = await findCase(tx, caseId);
    if (found === undefined) throw refuseContest('contest_unknown');
    const payment = present(await lockPayment(tx, found.paymentId), 'a case has a payment');
    const it = present(await findCase(tx, caseId), 'a case stays');
    if (it.state !== 'open') throw refuseContest('contest_over');
    if (it.dueBy <= at) throw refuseContest('contest_overdue');
    const barred = barredFrom(it, payment, personId, {
      cases: await casesOf(tx, [payment.id]),
      rejecters: await rejectedBy(tx, payment.id),
    });
    if (barred !== null) {
      throw refuseContest(
        barred === 'part_of_it' ? 'contest_own_payment' : 'contest_decided_before',
      );
    }
    return { it, payment };
  }

  private async decide(
    tx: Tx,
    it: ContestCase,
    payment: Payment,
    decision: Pick<DecideCommand, 'verdict' | 'words' | 'at'> & {
      readonly decidedBy: string;
      readonly confirmedBy: string | null;
    },
  ): Promise<void> {
    const { verdict, words, at, decidedBy, confirmedBy } = decision;
    const decided: ContestCase = {
      ...it,
      state: 'decided',
      verdict,
      decidedBy,
      confirmedBy,
      decidedAt: at,
      decisionWords: words,
    };
    await storeCase(tx, decided);
    await this.carryOut.decision(tx, decided, payment, at);
  }
}

/** Why somebody may not decide a case; null when they may. */
export function barredFrom(
  it: ContestCase,
  { payerId, payeeId }: Payment,
  personId: string,
  known: { readonly cases: readonly ContestCase[]; readonly rejecters: readonly string[] },
): 'part_of_it' | 'decided_before' | null {
  if ([payerId, payeeId].includes(personId)) return 'part_of_it';
  const earlier = known.cases
    .filter(({ subjectId, id }) => subjectId === it.subjectId && id !== it.id)
    .flatMap(({ decidedBy, confirmedBy }) => [decidedBy, confirmedBy]);
  const before = it.kind === 'rejection' ? [...earlier, ...known.rejecters] : earlier;
  return before.includes(personId) ? 'decided_before' : null;
}
