// A dispute as plain data, and the pure rule of what each piece of news does to it. An inquiry moves
// no money. When the bank takes a charge back, that much of the money of whoever was paid is set aside,
// as far as there is any (P8); a dispute that is won gives it back (P8w), one that is lost takes it for
// good (P8l). News in any order and any number of times end the same.
import {
  type AccountRef,
  type Books,
  draftEntry,
  type EntryDraft,
  platformAccount,
} from '../../ledger/index.js';
import type { PaymentDispute } from '../contract.js';
import type { ProcessorDispute } from '../processor/disputes.js';
import type { ProcessorMovement } from '../processor/processor.js';
import { isTopUp } from '../top-ups/top-up.js';

export type DisputeState = 'inquiry' | 'open' | 'won' | 'lost' | 'prevented' | 'closed';

export interface Dispute {
  readonly id: string;
  readonly paymentId: string;
  readonly processorId: string;
  /** Whose money it is about: whoever was paid. */
  readonly holderId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  /** The bank's reason, for example `fraudulent`. */
  readonly reason: string;
  /** The processor's word for how it stands. */
  readonly status: string;
  readonly state: DisputeState;
  /** What the processor took, and its fee for it. */
  readonly withdrawn: bigint;
  readonly fee: bigint;
  /** What was set aside of the holder's money. */
  readonly held: bigint;
  /** What came back. */
  readonly returned: bigint;
  readonly dueBy: Date | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly updatedAt: Date;
  readonly submittedAt: Date | null;
}

const STATES: Record<string, DisputeState> = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'closed',
  needs_response: 'open',
  under_review: 'open',
  won: 'won',
  lost: 'lost',
  prevented: 'prevented',
};

const RANK: Record<DisputeState, number> = {
  inquiry: 0,
  open: 1,
  won: 2,
  lost: 2,
  prevented: 2,
  closed: 2,
};
const ENDED = 2;

// A bank that calls a charge fraud says that the payer never made it: then whoever was paid has been
// deceived too, or we should have known, and the platform bears what cannot be taken back. In every
// other dispute it is between the two of them, and whoever was paid owes it. Who filled their own balance
// has had the money of it, whatever its bank says.
const BORNE_BY_PLATFORM = new Set(['fraudulent', 'unrecognized']);

interface Accounts extends Record<string, AccountRef> {
  readonly payee: AccountRef;
}

/** The accounts a dispute may touch. */
export function disputeAccounts({
  id,
  holderId,
  currency,
}: Pick<Dispute, 'id' | 'holderId' | 'currency'>): Accounts {
  return {
    dispute: { name: 'dispute.receivable', owner: id, currency },
    available: platformAccount('stripe.available', currency),
    fees: platformAccount('dispute.fees', currency),
    payee: { name: 'user.available', owner: holderId, currency },
    held: { name: 'user.held', owner: `${holderId}:${id}`, currency },
    owed: { name: 'user.receivable', owner: holderId, currency },
    loss: platformAccount('chargeback.loss', currency),
  };
}

/** The dispute after this news, with its entries staged; the same one when it is no news. */
export function heedDispute(
  dispute: Dispute,
  news: ProcessorDispute,
  books: Books,
  at: Date,
): Dispute {
  if (RANK[dispute.state] === ENDED) return dispute;
  if (news.movements.some(({ currency }) => currency !== dispute.currency)) {
    throw new Error(`${dispute.id} was withdrawn in another currency than ${dispute.currency}`);
  }
  const said = STATES[news.status] ?? dispute.state;
  const withdrawn = withdrawal(dispute, news, books, at);
  const ends = RANK[said] === ENDED && isSettled(withdrawn, said, news);
  const settled = ends ? settlement(withdrawn, news, books, at) : withdrawn;
  // Won, but the money has yet to come back: it is open until it has.
  const state = RANK[said] === ENDED && !ends ? 'open' : said;
  const forward = RANK[state] >= RANK[dispute.state];
  const next: Dispute = {
    ...settled,
    ...(forward ? { state, status: news.status, reason: news.reason, amount: news.amount } : {}),
    dueBy: dispute.dueBy ?? news.dueBy ?? null,
    submittedAt: dispute.submittedAt ?? (news.submitted ? at : null),
    closedAt: ends ? at : null,
  };
  return same(next, dispute) ? dispute : { ...next, updatedAt: at };
}

/** Whether this is the news that the processor took the money. */
export const withdraws = (dispute: Dispute, { movements }: ProcessorDispute): boolean =>
  RANK[dispute.state] !== ENDED &&
  dispute.withdrawn === 0n &&
  movements.some(({ amount }) => amount < 0n);

/** Whether the end is there with its money: what was withdrawn is lost, or has come back. */
const isSettled = ({ withdrawn }: Dispute, said: DisputeState, news: ProcessorDispute): boolean =>
  said === 'lost' || withdrawn === 0n || broughtBack(news) !== undefined;

const broughtBack = ({ movements }: ProcessorDispute): ProcessorMovement | undefined =>
  movements.find(({ amount }) => amount > 0n);

function withdrawal(dispute: Dispute, news: ProcessorDispute, books: Books, at: Date): Dispute {
  const taken = news.movements.find(({ amount }) => amount < 0n);
  if (taken === undefined || dispute.withdrawn > 0n) return dispute;
  const amount = -taken.amount;
  const { fee } = taken;
  const { payee } = disputeAccounts(dispute);
  const has = books.available(payee);
  const most = has < amount ? has : amount;
  // A person whose account is frozen is left alone; what it held is then still there at the end.
  for (const held of most > 0n ? [most, 0n] : [0n]) {
    const entry = draft('P8', `${news.processorId}:withdrawn`, dispute, { amount, fee, held }, at);
    if (books.post(entry) === undefined) return { ...dispute, withdrawn: amount, fee, held };
  }
  throw new Error(`${dispute.id}: what the processor withdrew cannot be booked`);
}

function settlement(dispute: Dispute, news: ProcessorDispute, books: Books, at: Date): Dispute {
  const { withdrawn, held } = dispute;
  if (withdrawn === 0n) return dispute;
  const back = broughtBack(news);
  const returned = back?.amount ?? 0n;
  const entries: EntryDraft[] = [];
  if (back !== undefined) {
    const fee = back.fee < 0n ? -back.fee : 0n;
    const amounts = { amount: returned, fee, held };
    entries.push(draft('P8w', `${news.processorId}:reinstated`, dispute, amounts, at));
  }
  const lost = withdrawn - returned;
  if (lost > 0n) {
    // What came back in part gave the holder their money again; the platform bears the rest.
    const taken = back === undefined ? held : 0n;
    const rest = lost - taken;
    const deceived = BORNE_BY_PLATFORM.has(news.reason) && !isTopUp(dispute.paymentId);
    const platform = back !== undefined || deceived;
    const amounts = { held: taken, owed: platform ? 0n : rest, absorbed: platform ? rest : 0n };
    entries.push(draft('P8l', `${news.processorId}:lost`, dispute, amounts, at));
  }
  const refusal = books.post(...entries);
  if (refusal !== undefined) throw new Error(`${dispute.id}: ${refusal.code} at its end`);
  return { ...dispute, returned };
}

/** How a payment stands whose disputes stand like this: the worst of them. */
export function worstOf(states: readonly DisputeState[]): PaymentDispute | null {
  const order: readonly PaymentDispute[] = ['open', 'lost', 'inquiry', 'won'];
  return order.find((state) => states.includes(state)) ?? null;
}

const same = (a: Dispute, b: Dispute): boolean =>
  a.state === b.state &&
  a.status === b.status &&
  a.amount === b.amount &&
  a.withdrawn === b.withdrawn &&
  a.dueBy?.getTime() === b.dueBy?.getTime() &&
  (a.submittedAt === null) === (b.submittedAt === null);

const draft = (
  template: 'P8' | 'P8w' | 'P8l',
  reference: string,
  dispute: Dispute,
  amounts: Record<string, bigint>,
  at: Date,
): EntryDraft => draftEntry(template, reference, at, disputeAccounts(dispute), amounts);
