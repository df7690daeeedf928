// What somebody can read about what people owe each other in a thread: all of their own requests there,
// and the shares of those bills that concern them, which are shown to everybody in the bill. A request
// between two others stays between the two.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor } from '../../shared/database.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { People } from '../../shared/people.js';
import { openInThread } from '../requests/request-store.js';
import { refusePayee } from '../trust/payee.js';
import { toBetweenView } from './between.view.js';
import type { BetweenView } from './contract.js';

@Injectable()
export class BetweenDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly threads: MoneyThreads,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** Refuses `payment_thread_unknown` for whoever is not in the thread. */
  async one(viewerId: string, threadId: string): Promise<BetweenView> {
    const { reader } = this.transactor;
    const roster = (await this.threads.rosters(reader, [threadId])).get(threadId);
    if (roster?.personIds.includes(viewerId) !== true) throw refusePayee('payment_thread_unknown');
    const requests = await openInThread(reader, viewerId, threadId, this.clock.now());
    const ids = requests.flatMap(({ requesterId, payerId }) => [requesterId, payerId]);
    const people = await this.people.profiles(reader, ids);
    return toBetweenView(viewerId, threadId, requests, people);
  }
}
