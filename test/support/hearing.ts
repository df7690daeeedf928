// What people are told of, as tests ask about it.
import { randomUUID } from 'node:crypto';
import type { NotificationsPage, NotificationView } from '../../src/notifications/contract.js';
import { Transactor } from '../../src/shared/database.js';
import { announce, type Happening } from '../../src/shared/happenings.js';
import { Outbox } from '../../src/shared/outbox.js';
import { type Answer, type TestPerson, until, type World } from './world.js';

export class Hearing {
  constructor(private readonly world: World) {}

  async listOf(person: TestPerson, query = ''): Promise<NotificationView[]> {
    const { body } = await this.world.get(person, `/v1/notifications${query}`);
    return (body as NotificationsPage).notifications;
  }

  /** The sentences, oldest first. */
  async wordsTo(person: TestPerson): Promise<string[]> {
    return (await this.listOf(person)).map(({ words }) => words).reverse();
  }

  async unreadOf(person: TestPerson): Promise<number> {
    const { body } = await this.world.get(person, '/v1/notifications/unread');
    return (body as { unread: number }).unread;
  }

  /** Waits until somebody was told as much, and looks what it was. */
  async hears(person: TestPerson, words: string[]): Promise<void> {
    const isThere = async (): Promise<boolean> =>
      (await this.wordsTo(person)).length >= words.length;
    await until(isThere, `${person.name} hearing ${words.join('; ')}`);
    expect(await this.wordsTo(person)).toEqual(words);
  }

  /** The same and nothing else: what is announced last is heard last. */
  async hearsNothingBut(person: TestPerson, words: string[]): Promise<void> {
    await this.happen({ personIds: [person.id], kind: 'security', detail: 'pin_changed' });
    await this.hears(person, [...words, 'Your PIN was set or changed']);
  }

  /** Announces something as a room of the house would. */
  happen(given: Pick<Happening, 'kind' | 'personIds'> & Partial<Happening>): Promise<void> {
    const nothing = {
      otherId: null,
      threadId: null,
      subjectId: null,
      amount: null,
      detail: null,
    } as const;
    const happening = { event: randomUUID(), ...nothing, ...given };
    const { app } = this.world;
    return app.get(Transactor).run((tx) => announce(tx, app.get(Outbox), [happening]));
  }

  async turn(person: TestPerson, kind: string, channel: string, on: boolean): Promise<Answer> {
    const switches = [{ kind, channel, on }];
    return this.world.put(person, '/v1/notifications/settings', { switches });
  }
}
