// "Give a gift": an amount for a group, in parts that are drawn before anybody sees it. The money leaves
// its giver at once and waits in a claim account of the gift.
import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Confirmations } from '../../identity/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, Transactor } from '../../shared/database.js';
import { replyRefused, replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import type { Money } from '../../shared/money.js';
import { KEYS } from '../payment/idempotency.js';
import { CONFIRM_SECONDS, confirmReason, digestOf } from '../trust/confirming.js';
import { refusalOfAmount, refusePayee } from '../trust/payee.js';
import type { GiftCheckView, GiftWay } from './contract.js';
import { commitmentOf, draw, SEED_BYTES } from './draw.js';
import { type Gift, GIFT_HOURS, refuseGift } from './gift.js';
import { GiftDesk } from './gift-desk.js';
import { GiftRecords } from './gift-records.js';
import { JudgeGift } from './judge-gift.js';

/** A gift as somebody wants to give it, parsed. */
export interface GiftAsked {
  readonly personId: string;
  readonly threadId: string;
  readonly amount: Money;
  readonly way: GiftWay;
  readonly count: number;
}

export interface GiftCommand extends Claim, GiftAsked {
  readonly note: string | null;
  readonly confirmationId: string | null;
  readonly at: Date;
}

const HOUR_MS = 3_600_000;

/** What giving stands on. */
@Injectable()
export class GiveParts {
  constructor(
    readonly records: GiftRecords,
    readonly judging: JudgeGift,
    readonly desk: GiftDesk,
    readonly confirmations: Confirmations,
  ) {}
}

@Injectable()
export class GiveGift {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: GiveParts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What is needed before it can be given. Refuses what no confirmation could mend. */
  async check(asked: GiftAsked): Promise<GiftCheckView> {
    const { personId, threadId, amount } = asked;
    const others = await this.others(this.transactor.reader, asked);
    // Nobody has been given anything by this gift before, so it is always a first payment.
    const reason = confirmReason(this.config.confirm, amount, false);
    if (reason === null) return { others: others.length, confirmation: null };
    const begun = await this.parts.confirmations.begin(personId, {
      digest: digestOf({ payerId: personId, payeeId: threadId, amount, threadId }),
      seconds: CONFIRM_SECONDS,
    });
    const confirmation = { reason, ...begun, expiresAt: begun.expiresAt.toISOString() };
    return { others: others.length, confirmation };
  }

  /** Gives it, once for each key. Refusals are answers too, and are kept with the key. */
  run(command: GiftCommand): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const gift = newGift(command, await this.others(tx, command));
        const refusal = await this.parts.judging.run(tx, gift, command.confirmationId);
        if (refusal !== undefined) return { subjectId: gift.id, reply: replyRefused(refusal) };
        await this.parts.records.made(tx, gift);
        const view = await this.parts.desk.view(tx, gift, gift.giverId);
        return { subjectId: gift.id, reply: replyWith(201, view) };
      }),
    );
  }

  /** Who else is in the group. Refuses what is no gift. */
  private async others(db: Database, asked: GiftAsked): Promise<string[]> {
    const { personId, threadId, amount, count } = asked;
    const roster = (await this.parts.records.threads.rosters(db, [threadId])).get(threadId);
    if (roster?.personIds.includes(personId) !== true) throw refusePayee('payment_thread_unknown');
    if (roster.kind !== 'group') throw refuseGift('gift_needs_group');
    const refusal = refusalOfAmount(amount, this.config);
    if (refusal !== undefined) throw refusal;
    const others = roster.personIds.filter((id) => id !== personId);
    if (count > others.length) throw refuseGift('gift_too_many_parts');
    if (amount.minor < BigInt(count)) throw refuseGift('gift_too_small');
    return others;
  }
}

function newGift(command: GiftCommand, memberIds: readonly string[]): Gift {
  const { personId, threadId, amount, way, count, note, at } = command;
  const id = newId('gft');
  const terms = { giftId: id, way, total: amount.minor, currency: amount.currency, count };
  const seed = randomBytes(SEED_BYTES);
  return {
    ...{ id, threadId, giverId: personId, amount, way, note, memberIds, seed },
    commitment: commitmentOf(seed, terms),
    state: 'open',
    parts: draw(seed, terms).map((part, index) => ({
      number: index + 1,
      amount: part,
      personId: null,
    })),
    endsAt: new Date(at.getTime() + GIFT_HOURS * HOUR_MS),
    createdAt: at,
    updatedAt: at,
  };
}
