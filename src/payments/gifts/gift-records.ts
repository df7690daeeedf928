// The one place where a gift is written: its rows, the card in its thread and the news for its people change
// together, whoever made, opened or ended it.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../shared/database.js';
import { announce, type Happening } from '../../shared/happenings.js';
import { formatMoney } from '../../shared/money.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { Outbox } from '../../shared/outbox.js';
import { type Gift, leftOf } from './gift.js';
import { insertGift, storeEnded, storeOpened } from './gift-store.js';
import { toGiftCard } from './gift.view.js';

@Injectable()
export class GiftRecords {
  constructor(
    readonly threads: MoneyThreads,
    private readonly outbox: Outbox,
  ) {}

  /** A gift that is new. */
  async made(tx: Tx, gift: Gift): Promise<void> {
    await insertGift(tx, gift);
    const { threadId, giverId, createdAt, memberIds, amount } = gift;
    const card = toGiftCard(gift);
    await this.threads.append(tx, [{ threadId, authorId: giverId, createdAt, card }]);
    const told = { kind: 'gift_received', personIds: memberIds, otherId: giverId } as const;
    await announce(tx, this.outbox, [about(gift, { ...told, amount: formatMoney(amount) })]);
  }

  /** One of which a part was opened. */
  async opened(tx: Tx, gift: Gift, number: number): Promise<void> {
    await storeOpened(tx, gift, number);
    await this.threads.change(tx, [toGiftCard(gift)]);
  }

  /** One whose time is over. */
  async ended(tx: Tx, gift: Gift): Promise<void> {
    await storeEnded(tx, gift);
    await this.threads.change(tx, [toGiftCard(gift)]);
    const left = { ...gift.amount, minor: leftOf(gift) };
    const told = { kind: 'gift_returned', personIds: [gift.giverId], otherId: null } as const;
    await announce(tx, this.outbox, [about(gift, { ...told, amount: formatMoney(left) })]);
  }
}

const about = (
  { id, threadId }: Gift,
  told: Pick<Happening, 'kind' | 'personIds' | 'otherId' | 'amount'>,
): Happening => ({
  ...told,
  event: `${id}:${told.kind}`,
  threadId,
  subjectId: id,
  detail: null,
});
