// What the maker of a bill may do about what is not paid yet: take it back, and remind. What was paid
// stays paid. Each share is locked, so whichever comes first wins, against a payment too.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { isOpen, type MoneyRequest, reminderRefusal } from '../requests/request.js';
import { RequestRecords } from '../requests/request-records.js';
import { refuseSplit } from './split.js';
import { SplitDesk } from './split-desk.js';

/** All of a bill, or one person's share of it. */
export interface Concerned {
  readonly splitId: string;
  /** Null is everybody who has not paid. */
  readonly payerId: string | null;
}

@Injectable()
export class ChangeSplit {
  constructor(
    private readonly transactor: Transactor,
    private readonly records: RequestRecords,
    private readonly desk: SplitDesk,
    private readonly clock: Clock,
  ) {}

  /** Nobody, or one of them, is asked any longer. */
  async cancel(personId: string, concerned: Concerned): Promise<void> {
    await this.transactor.run(async (tx) => {
      const at = this.clock.now();
      const open = await this.open(tx, personId, concerned, at);
      await this.records.changed(
        tx,
        open.map((request) => ({ ...request, state: 'cancelled', updatedAt: at })),
      );
    });
  }

  /** Reminds those who can be reminded now. Refuses as a request does when that is nobody. */
  async remind(personId: string, concerned: Concerned): Promise<void> {
    await this.transactor.run(async (tx) => {
      const at = this.clock.now();
      const open = await this.open(tx, personId, concerned, at);
      const due = open.filter((request) => reminderRefusal(request, at) === undefined);
      const [refusal] = open.flatMap((request) => reminderRefusal(request, at) ?? []);
      if (due.length === 0 && refusal !== undefined) throw refusal;
      const reminded = due.map((request) => ({
        ...request,
        reminders: request.reminders + 1,
        remindedAt: at,
        updatedAt: at,
      }));
      await this.records.changed(tx, reminded);
      for (const request of reminded) await this.records.tell(tx, request, 'request_reminder');
    });
  }

  private async open(
    tx: Tx,
    personId: string,
    { splitId, payerId }: Concerned,
    at: Date,
  ): Promise<MoneyRequest[]> {
    const split = await this.desk.lockOwn(tx, personId, splitId);
    const open = split.requests.filter(
      (request) => isOpen(request, at) && (payerId === null || request.payerId === payerId),
    );
    if (open.length === 0) throw refuseSplit('split_nothing_left');
    return open;
  }
}
