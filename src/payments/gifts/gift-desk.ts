// What a person can read about a gift, and whether they could open it.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { type Database, Transactor } from '../../shared/database.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { People } from '../../shared/people.js';
import type { Refusal } from '../../shared/refusal.js';
import type { GiftView } from './contract.js';
import { concerns, type Gift, openedOf, openingRefusal, partOf, refuseGift } from './gift.js';
import { findGift } from './gift-store.js';
import { toGiftView } from './gift.view.js';

@Injectable()
export class GiftDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly threads: MoneyThreads,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** A gift that concerns the viewer. Refuses `gift_unknown` for everybody else's too. */
  async one(viewerId: string, id: string): Promise<GiftView> {
    const { reader } = this.transactor;
    const gift = await findGift(reader, id);
    if (gift === undefined || !concerns(gift, viewerId)) throw refuseGift('gift_unknown');
    return this.view(reader, gift, viewerId);
  }

  async view(db: Database, gift: Gift, viewerId: string): Promise<GiftView> {
    const opened = openedOf(gift).flatMap(({ personId }) => personId ?? []);
    const profiles = await this.people.profiles(db, [gift.giverId, ...opened]);
    const canOpen =
      partOf(gift, viewerId) === undefined &&
      (await this.refusal(db, gift, viewerId, this.clock.now())) === undefined;
    return toGiftView(gift, { viewerId, canOpen, profiles });
  }

  /** Why somebody whom it concerns cannot open a part of it; undefined when they can. */
  async refusal(
    db: Database,
    gift: Gift,
    personId: string,
    at: Date,
  ): Promise<Refusal | undefined> {
    const { threadId, giverId } = gift;
    const refusal = openingRefusal(gift, personId, at);
    if (refusal !== undefined) return refusal;
    const roster = (await this.threads.rosters(db, [threadId])).get(threadId);
    if (roster?.personIds.includes(personId) !== true) return refuseGift('gift_unknown');
    const blocked = await this.threads.blocked(db, [[giverId, personId]]);
    return blocked.size > 0 ? refuseGift('gift_unavailable') : undefined;
  }
}
