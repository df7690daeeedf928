// The one place where a top-up changes: the row, and the news for its person's open pages.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../shared/database.js';
import { Outbox } from '../../shared/outbox.js';
import { tellPeople } from '../../shared/told.js';
import type { TopUp } from './top-up.js';
import { insertTopUp, storeTopUp } from './top-up-store.js';

@Injectable()
export class TopUpRecords {
  constructor(private readonly outbox: Outbox) {}

  async made(tx: Tx, topUp: TopUp): Promise<void> {
    await insertTopUp(tx, topUp);
    await this.tell(tx, topUp);
  }

  /** Writes what of a locked top-up has changed. */
  async write(tx: Tx, topUp: TopUp): Promise<void> {
    await storeTopUp(tx, topUp);
    await this.tell(tx, topUp);
  }

  private tell(tx: Tx, { personId }: TopUp): Promise<void> {
    return tellPeople(tx, this.outbox, { personIds: [personId], what: 'top-ups' });
  }
}
