// A round of a bill: who may be asked, and the requests by which they are. All or nobody: whoever cannot
// be asked is named before anything is made.
import { Injectable } from '@nestjs/common';
import type { Database, Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { pairKey } from '../../shared/pairs.js';
import { People } from '../../shared/people.js';
import { refusePayee } from '../trust/payee.js';
import { type MoneyRequest, refuseRequested } from '../requests/request.js';
import { OPEN_MAX, RequestMoney } from '../requests/request-money.js';
import { RequestRecords } from '../requests/request-records.js';
import { openBetween } from '../requests/request-store.js';
import { type Bill, divide, type Portion } from './divide.js';
import { askingNow, type Round, refuseSplit, sharesOf, type Split } from './split.js';
import { insertRound } from './split-store.js';

/** A round that is to be asked for. */
export interface RoundPlan {
  readonly bill: Bill;
  readonly threadId: string;
  readonly title: string | null;
  /** Whose share is divided anew; null when money was spent. */
  readonly fromPersonId: string | null;
  /** The bill as it is; undefined for the first round. */
  readonly split: Split | undefined;
  readonly at: Date;
}

/** What a round comes to, and those who need a request that they have not got yet. */
export interface Asked {
  readonly portions: readonly Portion[];
  readonly newlyAsked: readonly string[];
}

const HOUR_MS = 3_600_000;
const NOTE_MAX = 280;

@Injectable()
export class AskShares {
  constructor(
    readonly records: RequestRecords,
    private readonly requesting: RequestMoney,
    private readonly people: People,
  ) {}

  /** Divides and refuses whatever would refuse a request, by the name of who it is about. */
  async plan(db: Database, plan: RoundPlan): Promise<Asked> {
    const { bill, threadId, split, at } = plan;
    const { makerId, currency } = bill;
    const rosters = await this.records.threads.rosters(db, [threadId]);
    const roster = rosters.get(threadId)?.personIds ?? [];
    if (!roster.includes(makerId)) throw refusePayee('payment_thread_unknown');
    const portions = divide(bill);
    if (portions.some(({ personId }) => !roster.includes(personId))) {
      throw refusePayee('payee_not_in_thread');
    }
    const asked = portions.filter(({ personId, minor }) => personId !== makerId && minor > 0n);
    if (asked.length === 0 && plan.fromPersonId === null) throw refuseSplit('split_nobody_asked');
    const open = openOf(split, at);
    for (const { personId, minor } of asked) {
      const before = open.get(personId)?.amount.minor ?? 0n;
      this.requesting.refuseAmount({ minor: before + minor, currency });
    }
    const personIds = asked.map(({ personId }) => personId);
    await this.refuseBetween(db, plan, personIds);
    if (split !== undefined) await this.refuseUnseen(db, split.id, personIds);
    const newlyAsked = personIds.filter((personId) => !open.has(personId));
    const many = await openBetween(db, makerId, newlyAsked, at);
    const full = newlyAsked.filter((personId) => (many.get(personId) ?? 0) >= OPEN_MAX);
    if (full.length > 0) {
      throw refuseRequested('requests_too_many_open', await this.named(db, full));
    }
    return { portions, newlyAsked };
  }

  /** Writes the round: everybody has one open request of the bill, which grows or is made. */
  async write(
    tx: Tx,
    split: Split,
    plan: RoundPlan,
    { asked, hours }: { readonly asked: Asked; readonly hours: number },
  ): Promise<void> {
    const { bill, title, at } = plan;
    const open = openOf(split, at);
    const expiresAt = new Date(at.getTime() + hours * HOUR_MS);
    const requestIds = new Map<string, string>();
    for (const { personId, minor } of asked.portions) {
      if (personId === bill.makerId || minor === 0n) continue;
      const request = open.get(personId);
      if (request === undefined) {
        const made = newShare(split, { personId, minor, note: title, at, expiresAt });
        await this.records.madeShare(tx, made);
        requestIds.set(personId, made.id);
      } else {
        await this.records.grownShare(tx, grown(request, { minor, note: title, at, expiresAt }));
        requestIds.set(personId, request.id);
      }
    }
    const round: Round = {
      number: split.rounds.length + 1,
      ...{ title, total: bill.total, way: bill.division.way },
      items: bill.division.way === 'items' ? bill.division.items : null,
      fromPersonId: plan.fromPersonId,
      portions: asked.portions.map((portion) => ({
        ...portion,
        requestId: requestIds.get(portion.personId) ?? null,
      })),
      createdAt: at,
    };
    await insertRound(tx, split.id, round);
  }

  private async refuseBetween(
    db: Database,
    { bill: { makerId }, threadId }: RoundPlan,
    personIds: readonly string[],
  ): Promise<void> {
    const { threads } = this.records;
    const pairs = personIds.map((personId) => [makerId, personId] as const);
    const blocked = await threads.blocked(db, pairs);
    const shut = pairs.filter((pair) => blocked.has(pairKey(pair))).map(([, personId]) => personId);
    if (shut.length > 0) throw refusePayee('payee_unavailable', await this.named(db, shut));
    if (personIds.length === 0) return;
    const wrote = await threads.wrote(db, threadId, [makerId, ...personIds]);
    const silent = [makerId, ...personIds].filter((id) => wrote !== null && !wrote.has(id));
    if (silent.length === 0) return;
    const names = silent.includes(makerId)
      ? 'You have not written anything here yet.'
      : `Not yet written here: ${await this.named(db, silent)}`;
    throw refuseSplit('split_strangers', names);
  }

  private async refuseUnseen(
    db: Database,
    splitId: string,
    personIds: readonly string[],
  ): Promise<void> {
    const see = await this.records.threads.see(db, splitId, personIds);
    const blind = personIds.filter((id) => see !== null && !see.has(id));
    if (blind.length === 0) return;
    throw refuseSplit('split_before_their_time', await this.named(db, blind));
  }

  private async named(db: Database, personIds: readonly string[]): Promise<string> {
    const profiles = await this.people.profiles(db, personIds);
    return `${personIds.map((id) => profiles.get(id)?.name ?? 'Somebody').join(', ')}.`;
  }
}

/** What asks each of them now. */
function openOf(split: Split | undefined, at: Date): Map<string, MoneyRequest> {
  const shares = split === undefined ? [] : sharesOf(split);
  return new Map(
    shares.flatMap((share) => {
      const request = askingNow(share, at);
      return request === undefined ? [] : [[share.personId, request]];
    }),
  );
}

interface More {
  readonly minor: bigint;
  readonly note: string | null;
  readonly at: Date;
  readonly expiresAt: Date;
}

const newShare = (
  split: Split,
  { personId, minor, note, at, expiresAt }: More & { personId: string },
): MoneyRequest => ({
  id: newId('req'),
  threadId: split.threadId,
  requesterId: split.makerId,
  payerId: personId,
  splitId: split.id,
  amount: { minor, currency: split.currency },
  note,
  state: 'open',
  revision: 1,
  reminders: 0,
  remindedAt: null,
  expiresAt,
  createdAt: at,
  updatedAt: at,
  paid: 0n,
  setOff: 0n,
  taken: 0n,
});

// Whoever has seen the smaller one must look again before they pay.
const grown = (request: MoneyRequest, { minor, note, at, expiresAt }: More): MoneyRequest => ({
  ...request,
  amount: { ...request.amount, minor: request.amount.minor + minor },
  note:
    [request.note, note]
      .filter((words) => words !== null)
      .join(', ')
      .slice(0, NOTE_MAX) || null,
  revision: request.revision + 1,
  expiresAt: expiresAt > request.expiresAt ? expiresAt : request.expiresAt,
  updatedAt: at,
});
