// Two people who ask the same of each other are even: all of it is set off, and no money moves. Either of
// them says so, of what they saw.
import { Injectable } from '@nestjs/common';
import { Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { Refusal } from '../../shared/refusal.js';
import { KEYS } from '../payment/idempotency.js';
import { RequestRecords } from '../requests/request-records.js';
import { lockRequests } from '../requests/request-store.js';
import { payeeIn } from '../trust/payee.js';
import type { EvenView } from './contract.js';
import { insertSettlements } from './settlement-store.js';
import { type Seen, settle, type Settlement } from './settling.js';

export interface EvenCommand extends Claim {
  readonly threadId: string;
  readonly otherId: string;
  readonly currency: string;
  readonly seen: readonly Seen[];
  readonly at: Date;
}

@Injectable()
export class SetOff {
  constructor(
    private readonly transactor: Transactor,
    private readonly records: RequestRecords,
  ) {}

  /** Sets off, once for each key. Refusals are answers too, and are kept with the key. */
  run(command: EvenCommand): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const settlement = await this.settle(tx, command);
        return { subjectId: settlement.id, reply: replyWith(201, toEvenView(settlement)) };
      }),
    );
  }

  private async settle(tx: Tx, command: EvenCommand): Promise<Settlement> {
    const { personId, threadId, otherId, currency, seen, at } = command;
    const rosters = await this.records.threads.rosters(tx, [threadId]);
    const payeeId = payeeIn(rosters.get(threadId), { personId, payeeId: otherId });
    if (payeeId instanceof Refusal) throw payeeId;
    const ids = seen.map(({ requestId }) => requestId);
    const requests = await lockRequests(tx, ids);
    const wish = { threadId, payerId: personId, payeeId, amount: { minor: 0n, currency }, at };
    const settlement = settle(wish, seen, requests);
    if (settlement instanceof Refusal) throw settlement;
    await insertSettlements(tx, [settlement]);
    await this.records.follow(tx, { requestIds: ids, settlementIds: [] });
    return settlement;
  }
}

// Nobody's name is kept with the key.
const toEvenView = ({ id, threadId, items, createdAt }: Settlement): EvenView => ({
  id,
  threadId,
  requestIds: items.map(({ requestId }) => requestId),
  createdAt: createdAt.toISOString(),
});
