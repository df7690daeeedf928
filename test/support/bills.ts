// What tests of bills do again and again: a group in which all have written, a bill among them, and the
// paying of a share.
import { randomUUID } from 'node:crypto';
import type { RequestsPage } from '../../src/payments/requests/contract.js';
import type { SplitCard, SplitDivision, SplitView } from '../../src/payments/splits/contract.js';
import { Chatter, outcome } from './chatter.js';
import type { Answer, TestPerson, World } from './world.js';

export class Bills {
  readonly chat: Chatter;
  thread = '';

  constructor(readonly world: World) {
    this.chat = new Chatter(world);
  }

  /** A group of these people, in which everybody has said something. */
  async among(people: TestPerson[]): Promise<void> {
    this.thread = await this.chat.group(people);
    for (const person of people) await this.chat.said(person, this.thread, 'Hello');
  }

  body(amount: string, division: SplitDivision, more: object = {}): object {
    return { amount: { amount, currency: 'EUR' }, division, ...more };
  }

  async ask(by: TestPerson, body: object, key: string = randomUUID()): Promise<Answer> {
    return this.world.post(by, `/v1/threads/${this.thread}/splits`, body, key);
  }

  /** A bill divided equally. */
  async split(by: TestPerson, amount: string, among: TestPerson[]): Promise<SplitView> {
    const personIds = among.map(({ id }) => id);
    const answer = await this.ask(by, this.body(amount, { way: 'equally', personIds }));
    expect(outcome(answer)).toEqual([201]);
    return answer.body as SplitView;
  }

  /** Takes back all that somebody asks for, and lets them ask as if they had not asked today. */
  async takeBack(by: TestPerson): Promise<void> {
    const { body } = await this.world.get(by, '/v1/requests?side=made&state=open&limit=100');
    for (const { id } of (body as RequestsPage).requests) {
      await this.world.post(by, `/v1/requests/${id}/cancel`, {});
    }
    await this.world.sql(`DELETE FROM shared.allowances WHERE key LIKE 'requests_made%'`);
  }

  /** A bill made yesterday, so that its people can be reminded of it. Answers its id. */
  async dayOld(thread: string, by: TestPerson, among: TestPerson[]): Promise<string> {
    this.thread = thread;
    const { id } = await this.split(by, '4.00', among);
    return this.age('split_id', id);
  }

  /** Has a request, or those of a bill, made a day before they were. Answers the id. */
  async age(column: 'id' | 'split_id', id: string): Promise<string> {
    await this.world.sql(
      `UPDATE payments.requests SET created_at = created_at - interval '1 day' WHERE ${column} = $1`,
      [id],
    );
    return id;
  }

  async change(
    by: TestPerson,
    { id }: SplitView,
    word: string,
    body: object = {},
  ): Promise<Answer> {
    return this.world.post(by, `/v1/splits/${id}/${word}`, body, randomUUID());
  }

  async look({ id }: SplitView, by: TestPerson): Promise<SplitView> {
    return (await this.world.get(by, `/v1/splits/${id}`)).body as SplitView;
  }

  async card({ id }: SplitView, by: TestPerson): Promise<SplitCard> {
    const { messages } = await this.chat.page(by, this.thread);
    return messages.find(({ card }) => card?.id === id)?.card?.data as SplitCard;
  }

  /** What pays somebody's share as it is now, in whole or in part. */
  async paying(view: SplitView, payer: TestPerson, amount?: string): Promise<object> {
    const now = await this.look(view, payer);
    const share = now.shares.find(({ person }) => person.id === payer.id);
    return {
      threadId: this.thread,
      payeeId: view.maker.id,
      amount: { amount: amount ?? share?.left, currency: view.total.currency },
      funding: { source: 'balance' },
      request: { id: share?.request?.id, revision: share?.request?.revision },
    };
  }

  async pay(view: SplitView, payer: TestPerson, amount?: string): Promise<Answer> {
    const body = await this.paying(view, payer, amount);
    return this.world.post(payer, '/v1/payments', body, randomUUID());
  }
}
