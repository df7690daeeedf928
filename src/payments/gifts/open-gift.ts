// "Open a gift": the next part is whoever's comes first, once each, and is theirs to spend at once. The gift's
// lock decides who is first, against the end of its time too.
import { Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { Accepting } from '../trust/accepting.js';
import type { GiftView } from './contract.js';
import {
  balanceOf,
  claimOf,
  concerns,
  type Gift,
  openedEntry,
  type Part,
  partOf,
  refuseGift,
} from './gift.js';
import { GiftDesk } from './gift-desk.js';
import { GiftRecords } from './gift-records.js';
import { lockGift } from './gift-store.js';

@Injectable()
export class OpenGift {
  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly records: GiftRecords,
    private readonly desk: GiftDesk,
    private readonly clock: Clock,
  ) {}

  /** Opens a part, or answers the one that this person has opened already: asking again is harmless. */
  run(personId: string, id: string): Promise<GiftView> {
    return this.transactor.run(async (tx) => {
      const gift = await lockGift(tx, id);
      if (gift === undefined || !concerns(gift, personId)) throw refuseGift('gift_unknown');
      const at = this.clock.now();
      const next =
        partOf(gift, personId) === undefined ? await this.open(tx, gift, personId, at) : gift;
      return this.desk.view(tx, next, personId);
    });
  }

  private async open(tx: Tx, gift: Gift, personId: string, at: Date): Promise<Gift> {
    const refusal = await this.desk.refusal(tx, gift, personId, at);
    if (refusal !== undefined) throw refusal;
    const accepting = await Accepting.read(tx, [personId]);
    if (accepting.whyOf(personId) === 'unproven') throw refuseGift('gift_needs_email');
    const part = present(
      gift.parts.find((one) => one.personId === null),
      'a gift that can be opened has a part left',
    );
    const books = await this.ledger.lock(tx, [balanceOf(personId, gift), claimOf(gift)]);
    if (books.post(openedEntry(gift, part, personId, at)) !== undefined) {
      throw refuseGift('gift_restricted');
    }
    await this.ledger.write(tx, books);
    const next = withOpened(gift, { ...part, personId }, at);
    await this.records.opened(tx, next, part.number);
    return next;
  }
}

function withOpened(gift: Gift, opened: Part, at: Date): Gift {
  const parts = gift.parts.map((part) => (part.number === opened.number ? opened : part));
  const isOpen = parts.some(({ personId }) => personId === null);
  return { ...gift, parts, state: isOpen ? 'open' : 'ended', updatedAt: at };
}
