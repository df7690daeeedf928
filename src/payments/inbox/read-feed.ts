// Events that never reached us are found by listing: what the processor says happened since we last
// looked is taken in like any other event, and what is known already changes nothing.
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { EventRefused, ProcessorFeed } from '../processor/feed.js';
import { Sweeper } from '../sweep/sweeper.js';
import { feedPosition, moveFeed, payoutAccountsInMotion } from './feed-store.js';
import { Inbox } from './inbox.js';
import { knownEvents } from './inbox-store.js';

// An event may be listed a little after its time, so each look begins a little before the last.
const OVERLAP_MS = 10 * 60_000;

@Injectable()
export class ReadFeed implements OnModuleInit {
  private readonly log = new Logger(ReadFeed.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly feed: ProcessorFeed,
    private readonly inbox: Inbox,
    private readonly sweeper: Sweeper,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { feedSeconds } = this.config.stripe;
    this.sweeper.add('looking for missed events', () => this.run(), feedSeconds);
  }

  /** Takes in what was missed, on our account and on those that money is on its way to. */
  async run(): Promise<void> {
    await this.read(undefined);
    for (const account of await payoutAccountsInMotion(this.transactor.reader)) {
      await this.read(account);
    }
  }

  private async read(account: string | undefined): Promise<void> {
    const db = this.transactor.reader;
    const name = account === undefined ? 'events' : `events:${account}`;
    const since = new Date((await feedPosition(db, name)).getTime() - OVERLAP_MS);
    const events = await this.feed.eventsSince(since, account);
    const known = await knownEvents(
      db,
      events.map(({ id }) => id),
    );
    let missed = 0;
    for (const event of events.filter(({ id }) => !known.has(id))) {
      try {
        // A list of a connected account does not repeat on each event whose it is.
        const whole = account === undefined ? event : { ...event, account };
        if (await this.inbox.take(whole, 'listing')) missed += 1;
      } catch (error) {
        if (!(error instanceof EventRefused)) throw error;
      }
    }
    if (missed > 0) this.log.warn(`${String(missed)} events had not reached us; they were listed`);
    const last = events.at(-1);
    if (last !== undefined) await moveFeed(db, name, last.occurredAt);
  }
}
