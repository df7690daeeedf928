// "Split a bill": one person paid for something and asks chosen people of the thread for their part of it.
// One message shows all of it; what each owes is a request of their own, paid like any other.
import { Injectable } from '@nestjs/common';
import { Allowances } from '../../shared/allowances.js';
import { Clock } from '../../shared/clock.js';
import { type Database, Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import type { Money } from '../../shared/money.js';
import { Refusal } from '../../shared/refusal.js';
import { KEYS } from '../payment/idempotency.js';
import { REQUESTS } from '../requests/request-money.js';
import { type Asked, AskShares, type RoundPlan } from './ask-shares.js';
import type { SplitPreview } from './contract.js';
import type { Bill, Division } from './divide.js';
import type { Split } from './split.js';
import { SplitDesk } from './split-desk.js';
import { insertSplit } from './split-store.js';
import { toPreview, toSplitCard } from './split.view.js';

/** A round as somebody asks for it, parsed. */
export interface RoundAsked {
  readonly personId: string;
  readonly amount: Money;
  readonly title: string | null;
  readonly division: Division;
}

export interface SplitCommand extends Claim, RoundAsked {
  readonly threadId: string;
  readonly hours: number;
  readonly at: Date;
}

@Injectable()
export class SplitBill {
  constructor(
    private readonly transactor: Transactor,
    private readonly asking: AskShares,
    private readonly desk: SplitDesk,
    private readonly allowances: Allowances,
    private readonly clock: Clock,
  ) {}

  /** What would be asked of whom. Refuses what making it would refuse; makes nothing. */
  async preview(threadId: string, round: RoundAsked): Promise<SplitPreview> {
    const plan = firstRound({ ...round, threadId, at: this.clock.now() });
    const { portions } = await this.asking.plan(this.transactor.reader, plan);
    return toPreview(plan.bill, portions);
  }

  /** Makes it, once for each key. Refusals are answers too, and are kept with the key. */
  async run(command: SplitCommand): Promise<Answer> {
    const plan = firstRound(command);
    await this.spend(command, (db) => this.asking.plan(db, plan));
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const id = await this.make(tx, plan, command.hours);
        return { subjectId: id, reply: replyWith(201, await this.desk.viewIn(tx, id)) };
      }),
    );
  }

  /** Takes from what may be asked in a day, once for each key and only when it will be asked. */
  async spend(claim: Claim, plan: (db: Database) => Promise<Asked>): Promise<void> {
    const { reader } = this.transactor;
    if ((await KEYS.replyOf(reader, claim)) !== undefined) return;
    const asked = await plan(reader).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return undefined;
    });
    const times = asked?.newlyAsked.length ?? 0;
    if (times > 0) {
      await this.allowances.spend('requests_made', claim.personId, REQUESTS, times);
    }
  }

  private async make(tx: Tx, plan: RoundPlan, hours: number): Promise<string> {
    const { threadId, bill, at } = plan;
    const asked = await this.asking.plan(tx, plan);
    const split: Split = {
      id: newId('spl'),
      threadId,
      makerId: bill.makerId,
      currency: bill.currency,
      createdAt: at,
      rounds: [],
      requests: [],
    };
    await insertSplit(tx, split);
    await this.asking.write(tx, split, plan, { asked, hours });
    const card = toSplitCard(await this.desk.read(tx, split.id));
    const { threads } = this.asking.records;
    await threads.append(tx, [{ threadId, authorId: bill.makerId, createdAt: at, card }]);
    return split.id;
  }
}

const firstRound = (
  command: RoundAsked & { readonly threadId: string; readonly at: Date },
): RoundPlan => ({
  bill: billOf(command),
  threadId: command.threadId,
  title: command.title,
  fromPersonId: null,
  split: undefined,
  at: command.at,
});

export const billOf = ({ amount, division, personId }: RoundAsked): Bill => ({
  total: amount.minor,
  currency: amount.currency,
  division,
  makerId: personId,
});
