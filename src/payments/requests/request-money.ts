// "Request money": one person asks another in their thread. Nothing moves; the other is shown a card
// and may pay it, in whole or in part, or say no. Only those who have both written there may ask, and
// not without end, so that a request is never the first thing a stranger says.
import { Inject, Injectable } from '@nestjs/common';
import { Allowances } from '../../shared/allowances.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import type { Money } from '../../shared/money.js';
import { People } from '../../shared/people.js';
import { Refusal } from '../../shared/refusal.js';
import { KEYS } from '../payment/idempotency.js';
import { payeeIn, refusalOfAmount, refusePayee } from '../trust/payee.js';
import { type MoneyRequest, refuseRequested } from './request.js';
import { RequestRecords } from './request-records.js';
import { openBetween } from './request-store.js';
import { toRequestView } from './request.view.js';

export interface RequestCommand extends Claim {
  readonly threadId: string;
  /** Who is asked; null in a direct thread, where it is the other one. */
  readonly payerId: string | null;
  readonly amount: Money;
  readonly note: string | null;
  readonly hours: number;
  readonly at: Date;
}

const HOUR_MS = 3_600_000;
/** Of one person, by one other. */
export const OPEN_MAX = 5;
/** By one person, of anybody. */
export const REQUESTS = { points: 30, seconds: 86_400 };

@Injectable()
export class RequestMoney {
  constructor(
    private readonly transactor: Transactor,
    private readonly records: RequestRecords,
    private readonly people: People,
    private readonly allowances: Allowances,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asks, once for each key. Refusals are answers too, and are kept with the key. */
  async run(command: RequestCommand): Promise<Answer> {
    const given = await KEYS.replyOf(this.transactor.reader, command);
    if (given === undefined) {
      await this.allowances.spend('requests_made', command.personId, REQUESTS);
    }
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const request = await this.request(tx, command);
        await this.records.made(tx, request);
        const people = await this.people.profiles(tx, [request.requesterId, request.payerId]);
        return { subjectId: request.id, reply: replyWith(201, toRequestView(request, people)) };
      }),
    );
  }

  private async request(tx: Tx, command: RequestCommand): Promise<MoneyRequest> {
    const { personId, threadId, payerId: named, amount, note, hours, at } = command;
    this.refuseAmount(amount);
    const rosters = await this.records.threads.rosters(tx, [threadId]);
    const payerId = payeeIn(rosters.get(threadId), { personId, payeeId: named });
    if (payerId instanceof Refusal) throw payerId;
    await this.refuseBetween(tx, command, payerId);
    return {
      id: newId('req'),
      ...{ threadId, requesterId: personId, payerId, splitId: null, amount, note },
      state: 'open',
      revision: 1,
      reminders: 0,
      remindedAt: null,
      expiresAt: new Date(at.getTime() + hours * HOUR_MS),
      createdAt: at,
      updatedAt: at,
      paid: 0n,
      setOff: 0n,
      taken: 0n,
    };
  }

  /** Refuses an amount that could never be paid. */
  refuseAmount(amount: Money): void {
    const refusal = refusalOfAmount(amount, this.config);
    if (refusal !== undefined) throw refusal;
  }

  private async refuseBetween(
    tx: Tx,
    { personId, threadId, at }: RequestCommand,
    payerId: string,
  ): Promise<void> {
    const { threads } = this.records;
    const blocked = await threads.blocked(tx, [[personId, payerId]]);
    if (blocked.size > 0) throw refusePayee('payee_unavailable');
    const wrote = await threads.wrote(tx, threadId, [personId, payerId]);
    if (wrote !== null && wrote.size < 2) throw refuseRequested('request_strangers');
    const open = await openBetween(tx, personId, [payerId], at);
    if ((open.get(payerId) ?? 0) >= OPEN_MAX) throw refuseRequested('requests_too_many_open');
  }
}
