// Carries changes of threads to the sockets of those who may see them. What this process carries to its own
// sockets it tells all other processes too, always, because whoever seems to be alone may only be slow to
// hear of the others. They are told the change and the name of the thread's roster, and each finds the
// readers by itself: five hundred people are not spelled out with every message.
import { Injectable, Logger } from '@nestjs/common';
import type { Server } from 'socket.io';
import { Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import type { ThreadChangedFor } from '../chat.js';
import { membersOf } from '../threads/rosters.js';

/** What processes call it among themselves; no client hears it. */
const TOLD = 'relay.told';
// What is carried at once is told at once, up to what is still a moderate piece for the database.
const TOLD_AT_ONCE_MAX = 100;

export const roomOf = (personId: string): string => `person:${personId}`;

@Injectable()
export class Relay {
  private readonly log = new Logger(Relay.name);
  private server: Server | undefined;
  private untold: ThreadChangedFor[] = [];
  /** What other processes told, carried in the order in which they told it. */
  private carrying: Promise<void> = Promise.resolve();

  constructor(private readonly transactor: Transactor) {}

  /** Begins with the sockets of a server. */
  serve(server: Server): void {
    this.server = server;
    server.on(TOLD, (changes: ThreadChangedFor[]) => {
      for (const change of changes) {
        this.carrying = this.carrying
          .then(() => this.carry(change))
          .catch((error: unknown) => {
            this.log.error('what another process told was not carried', error);
          });
      }
    });
  }

  /** Carries a change to the sockets of this process, and lets the others know. */
  async pass(change: ThreadChangedFor): Promise<void> {
    await this.carry(change);
    if (this.untold.push(change) === 1) {
      setImmediate(() => {
        this.tell();
      });
    }
  }

  private tell(): void {
    const changes = this.untold;
    this.untold = [];
    for (let from = 0; from < changes.length; from += TOLD_AT_ONCE_MAX) {
      this.server?.serverSideEmit(TOLD, changes.slice(from, from + TOLD_AT_ONCE_MAX));
    }
  }

  private async carry({ personIds, roster, change }: ThreadChangedFor): Promise<void> {
    const { threadId, message } = change;
    const rosters = new Map([[threadId, roster]]);
    const members = (await membersOf(this.transactor.reader, rosters)).get(threadId) ?? [];
    // Who left hears no more, not even of his own card; who joined later hears nothing of before.
    const readers = members.filter(
      ({ personId, joinedSequence }) =>
        joinedSequence < message.sequence && personIds?.includes(personId) !== false,
    );
    if (readers.length === 0) return;
    const server = present(this.server, 'a relay serves a server');
    server.local.to(readers.map(({ personId }) => roomOf(personId))).emit('thread.changed', change);
  }
}
