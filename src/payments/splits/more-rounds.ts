// Another round of a bill that is there: more was spent, or what somebody owes and has not paid is divided
// anew among the others, because they said no, left, or never answered.
import { Injectable } from '@nestjs/common';
import { type Database, Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { KEYS } from '../payment/idempotency.js';
import type { MoneyRequest } from '../requests/request.js';
import { AskShares, type RoundPlan } from './ask-shares.js';
import { refuseSplit, restOf, ROUNDS_MAX, type Share, sharesOf, type Split } from './split.js';
import { billOf, type RoundAsked, SplitBill } from './split-bill.js';
import { SplitDesk } from './split-desk.js';
import { ShowSplits } from './show-splits.js';

export interface AddRoundCommand extends Claim, RoundAsked {
  readonly splitId: string;
  readonly hours: number;
  readonly at: Date;
}

export interface ReopenCommand extends Claim {
  readonly splitId: string;
  /** Whose share is divided anew. */
  readonly fromPersonId: string;
  /** Among whom; null is everybody else of the bill who is in the thread, its maker included. */
  readonly amongIds: readonly string[] | null;
  readonly hours: number;
  readonly at: Date;
}

@Injectable()
export class MoreRounds {
  constructor(
    private readonly transactor: Transactor,
    private readonly asking: AskShares,
    private readonly making: SplitBill,
    private readonly desk: SplitDesk,
    private readonly show: ShowSplits,
  ) {}

  /** More was spent, among the same people or others. */
  add(command: AddRoundCommand): Promise<Answer> {
    return this.run(command, (_db, split) => Promise.resolve(anotherRound(command, split)));
  }

  /** Takes back what somebody has not paid and divides it equally among others. */
  reopen(command: ReopenCommand): Promise<Answer> {
    return this.run(command, (db, split) => this.anew(db, command, split));
  }

  private async run(
    command: AddRoundCommand | ReopenCommand,
    planOf: (db: Database, split: Split) => Promise<RoundPlan>,
  ): Promise<Answer> {
    const { personId, splitId, at, hours } = command;
    await this.making.spend(command, async (db) =>
      this.asking.plan(db, await planOf(db, await this.desk.own(db, personId, splitId))),
    );
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const split = await this.desk.lockOwn(tx, personId, splitId);
        const plan = await planOf(tx, split);
        const asked = await this.asking.plan(tx, plan);
        const share = sharesOf(split).find((one) => one.personId === plan.fromPersonId);
        const taken = takenBack(share, at);
        await this.asking.write(tx, split, plan, { asked, hours });
        await this.asking.records.changed(tx, taken);
        await this.showCard(tx, splitId);
        return { subjectId: splitId, reply: replyWith(201, await this.desk.viewIn(tx, splitId)) };
      }),
    );
  }

  private async showCard(tx: Tx, splitId: string): Promise<void> {
    const cards = await this.show.lockAndShow(tx, [splitId]);
    await this.asking.records.threads.change(tx, cards);
  }

  private async anew(db: Database, command: ReopenCommand, split: Split): Promise<RoundPlan> {
    refuseFull(split);
    const { personId, fromPersonId, at } = command;
    const share = sharesOf(split).find((one) => one.personId === fromPersonId);
    const rest = share === undefined ? 0n : restOf(share);
    if (rest === 0n) throw refuseSplit('split_nothing_left');
    const amongIds = command.amongIds ?? (await this.others(db, split, fromPersonId));
    if (amongIds.length === 0 || amongIds.includes(fromPersonId)) {
      throw refuseSplit('split_division_incomplete');
    }
    const amount = { minor: rest, currency: split.currency };
    const division = { way: 'equally', personIds: amongIds } as const;
    return {
      bill: billOf({ personId, amount, title: null, division }),
      threadId: split.threadId,
      title: null,
      ...{ fromPersonId, split, at },
    };
  }

  private async others(db: Database, split: Split, fromPersonId: string): Promise<string[]> {
    const rosters = await this.asking.records.threads.rosters(db, [split.threadId]);
    const present = rosters.get(split.threadId)?.personIds ?? [];
    const inBill = split.rounds.flatMap(({ portions }) => portions.map(({ personId }) => personId));
    return present.filter((id) => id !== fromPersonId && inBill.includes(id));
  }
}

function anotherRound(command: AddRoundCommand, split: Split): RoundPlan {
  refuseFull(split);
  if (command.amount.currency !== split.currency) throw refuseSplit('split_currency_differs');
  return {
    bill: billOf(command),
    threadId: split.threadId,
    title: command.title,
    fromPersonId: null,
    ...{ split, at: command.at },
  };
}

function refuseFull({ rounds }: Split): void {
  if (rounds.length >= ROUNDS_MAX) throw refuseSplit('split_rounds_full');
}

const takenBack = (share: Share | undefined, at: Date): MoneyRequest[] =>
  share?.request === undefined ? [] : [{ ...share.request, state: 'cancelled', updatedAt: at }];
