// Who is writing just now: a hint from socket to sockets, never stored. One in two seconds for each
// thread goes on, to the other people of the thread and only to those on terms with the writer.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { pairKey } from '../../shared/pairs.js';
import { TtlMap } from '../../shared/ttl-map.js';
import { Chat } from '../chat.js';
import { blocked } from '../threads/blocks.js';

const EVERY_MS = 2000;

@Injectable()
export class Typing {
  private readonly told = new TtlMap<string, true>(EVERY_MS);

  constructor(
    private readonly chat: Chat,
    private readonly transactor: Transactor,
  ) {}

  /** Who is to be told that this person is typing in a thread; nobody when it was just told. */
  async readersOf(personId: string, threadId: string): Promise<readonly string[]> {
    const key = `${personId} ${threadId}`;
    if (this.told.get(key) !== undefined) return [];
    this.told.set(key, true);
    const { reader } = this.transactor;
    const roster = (await this.chat.rosters(reader, [threadId])).get(threadId);
    if (roster?.personIds.includes(personId) !== true) return [];
    const others = roster.personIds.filter((id) => id !== personId);
    const between = await blocked(
      reader,
      others.map((other) => [personId, other]),
    );
    return others.filter((other) => !between.has(pairKey([personId, other])));
  }
}
