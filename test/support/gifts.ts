// What tests of gifts do again and again: a group with somebody who can give, a gift, its opening and its end.
import { randomUUID } from 'node:crypto';
import type { GiftBody, GiftCard, GiftView } from '../../src/payments/gifts/contract.js';
import { EndGifts } from '../../src/payments/gifts/end-gifts.js';
import { Chatter, outcome } from './chatter.js';
import type { Answer, TestPerson, World } from './world.js';

export class Gifts {
  readonly chat: Chatter;
  thread = '';

  constructor(readonly world: World) {
    this.chat = new Chatter(world);
  }

  async among(people: TestPerson[], title?: string): Promise<void> {
    this.thread = await this.chat.group(people, title);
  }

  body(amount: string, count: number, more: Partial<GiftBody> = {}): GiftBody {
    return { amount: { amount, currency: 'EUR' }, count, way: 'luck', ...more };
  }

  async give(by: TestPerson, body: GiftBody, key: string = randomUUID()): Promise<Answer> {
    return this.world.post(by, `/v1/threads/${this.thread}/gifts`, body, key);
  }

  async given(by: TestPerson, amount: string, count: number, more = {}): Promise<GiftView> {
    const answer = await this.give(by, this.body(amount, count, more));
    expect(outcome(answer)).toEqual([201]);
    return answer.body as GiftView;
  }

  /** A gift of 1.00 for two in that thread. */
  async idIn(thread: string, by: TestPerson): Promise<string> {
    this.thread = thread;
    return (await this.given(by, '1.00', 2)).id;
  }

  async open({ id }: Pick<GiftView, 'id'>, by: TestPerson): Promise<Answer> {
    return this.world.post(by, `/v1/gifts/${id}/open`, {});
  }

  async look({ id }: Pick<GiftView, 'id'>, by: TestPerson): Promise<GiftView> {
    return (await this.world.get(by, `/v1/gifts/${id}`)).body as GiftView;
  }

  async card({ id }: Pick<GiftView, 'id'>, by: TestPerson): Promise<GiftCard> {
    const { messages } = await this.chat.page(by, this.thread);
    return messages.find(({ card }) => card?.id === id)?.card?.data as GiftCard;
  }

  /** Its time is over; whoever keeps it will notice. */
  async overdue({ id }: Pick<GiftView, 'id'>): Promise<void> {
    const sql = `UPDATE payments.gifts SET ends_at = now() - interval '1 second' WHERE id = $1`;
    await this.world.sql(sql, [id]);
  }

  /** The clock comes by. */
  tick(): Promise<void> {
    return this.world.app.get(EndGifts).run();
  }

  /** What lies in the claim account of a gift, in minor units. */
  async claim({ id }: Pick<GiftView, 'id'>): Promise<string | undefined> {
    const sql = `SELECT balance::text FROM ledger.accounts WHERE code = 2030 AND owner = $1`;
    const [row] = await this.world.sql<{ balance: string }>(sql, [id]);
    return row?.balance;
  }
}
