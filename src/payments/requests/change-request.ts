// What may become of an open request besides being paid: the requester changes it, reminds, or takes it
// back; the payer says no; its time passes. Each locks it, so whichever comes first wins, against a
// payment too.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import type { Money } from '../../shared/money.js';
import { Sweeper } from '../sweep/sweeper.js';
import { isOpen, type MoneyRequest, refuseRequested, reminderRefusal } from './request.js';
import type { RequestNews } from './request-happenings.js';
import { RequestMoney } from './request-money.js';
import { RequestRecords } from './request-records.js';
import { lockRequests, takeEnded, takeEnding } from './request-store.js';

const ENDED_AT_ONCE = 100;

@Injectable()
export class ChangeRequest implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly records: RequestRecords,
    private readonly requesting: RequestMoney,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('ending requests', () => this.endThosePast());
    this.sweeper.add('telling of requests that end', () => this.tellOfEnding(), 60);
  }

  /** The requester asks for something else; whoever has seen the old one must look again. */
  async edit(
    personId: string,
    id: string,
    { amount, note }: { readonly amount: Money; readonly note: string | null },
  ): Promise<void> {
    this.requesting.refuseAmount(amount);
    await this.change(personId, id, 'requester', (request) => {
      if (request.splitId !== null) throw refuseRequested('request_of_split');
      if (amount.currency !== request.amount.currency) {
        throw refuseRequested('request_currency_differs');
      }
      if (amount.minor <= request.taken) throw refuseRequested('request_amount_too_little');
      return { amount, note, revision: request.revision + 1 };
    });
  }

  /** The payer is shown it again, at most once a day and three times in all. */
  async remind(personId: string, id: string): Promise<void> {
    const at = this.clock.now();
    const decide = (request: MoneyRequest): Partial<MoneyRequest> => {
      const refusal = reminderRefusal(request, at);
      if (refusal !== undefined) throw refusal;
      return { reminders: request.reminders + 1, remindedAt: at };
    };
    await this.change(personId, id, 'requester', decide, 'request_reminder');
  }

  async cancel(personId: string, id: string): Promise<void> {
    await this.change(personId, id, 'requester', () => ({ state: 'cancelled' }));
  }

  async decline(personId: string, id: string): Promise<void> {
    await this.change(personId, id, 'payer', () => ({ state: 'declined' }), 'request_declined');
  }

  /** Ends those whose time has passed. */
  async endThosePast(): Promise<void> {
    await this.transactor.run(async (tx) => {
      const at = this.clock.now();
      const ids = await takeEnded(tx, at, ENDED_AT_ONCE);
      const ended = [...(await lockRequests(tx, ids)).values()];
      await this.records.changed(
        tx,
        ended.map((request) => ({ ...request, state: 'expired', updatedAt: at })),
      );
    });
  }

  /** Has the payers of those told, once, that end within a day. */
  async tellOfEnding(): Promise<void> {
    await this.transactor.run(async (tx) => {
      const ids = await takeEnding(tx, this.clock.now(), ENDED_AT_ONCE);
      for (const request of (await lockRequests(tx, ids)).values()) {
        await this.records.tell(tx, request, 'request_expiring');
      }
    });
  }

  private async change(
    personId: string,
    id: string,
    by: 'requester' | 'payer',
    decide: (request: MoneyRequest) => Partial<MoneyRequest>,
    news?: RequestNews,
  ): Promise<void> {
    await this.transactor.run(async (tx) => {
      const request = await this.lock(tx, personId, id);
      const side = personId === request.requesterId ? 'requester' : 'payer';
      if (side !== by) {
        throw refuseRequested(by === 'requester' ? 'request_not_yours' : 'request_payer_only');
      }
      const updatedAt = this.clock.now();
      if (!isOpen(request, updatedAt)) throw refuseRequested('request_over');
      const next = { ...request, ...decide(request), updatedAt };
      await this.records.changed(tx, [next]);
      if (news !== undefined) await this.records.tell(tx, next, news);
    });
  }

  private async lock(tx: Tx, personId: string, id: string): Promise<MoneyRequest> {
    const request = (await lockRequests(tx, [id])).get(id);
    if (request === undefined || ![request.requesterId, request.payerId].includes(personId)) {
      throw refuseRequested('request_unknown');
    }
    return request;
  }
}
