// "A message while you were away": what somebody has not read some minutes after it was said. They are
// told once for each thread until they read on, however much is said meanwhile. Every process looks, and
// the event's name keeps them from telling it twice.
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { type Unread, unreadBetween } from '../chat/index.js';
import { Clock } from '../shared/clock.js';
import { Transactor } from '../shared/database.js';
import type { Happening } from '../shared/happenings.js';
import { Periodic } from '../shared/periodic.js';
import { DeliverHappenings } from './deliver-happenings.js';

const EVERY_MS = 60_000;
const AWAY_MS = 10 * 60_000;
// Longer than a restart takes, so that nothing said before it is forgotten.
const BACK_MS = 30 * 60_000;
const AT_ONCE = 500;

@Injectable()
export class WatchUnread implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(WatchUnread.name);
  private readonly rounds = new Periodic(
    EVERY_MS,
    () => this.look(),
    (error) => {
      this.log.error('unread messages could not be looked for', error);
    },
  );

  constructor(
    private readonly transactor: Transactor,
    private readonly delivery: DeliverHappenings,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round. */
  async look(): Promise<void> {
    const to = new Date(this.clock.now().getTime() - AWAY_MS);
    const from = new Date(to.getTime() - BACK_MS);
    const unread = await unreadBetween(this.transactor.reader, from, to);
    for (let first = 0; first < unread.length; first += AT_ONCE) {
      await this.delivery.deliver(unread.slice(first, first + AT_ONCE).map(waiting));
    }
  }
}

const waiting = ({ threadId, personId, authorId, readSequence }: Unread): Happening => ({
  kind: 'message_waiting',
  event: `${threadId}:unread:${readSequence}`,
  personIds: [personId],
  otherId: authorId,
  threadId,
  subjectId: null,
  amount: null,
  detail: null,
});
