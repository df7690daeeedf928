// A cash-out as plain data, and the pure rules about it: which states follow which, which accounts of
// the books it moves, and by which references the ledger knows it. It goes two ways: from our balance
// at the processor to the person's account there, and from that account to their bank.
import {
  type AccountRef,
  type Books,
  draftEntry,
  type EntryDraft,
  platformAccount,
} from '../../ledger/index.js';
import type { Money } from '../../shared/money.js';
import { assert } from '../../shared/refusal.js';
import type { CashOutMethod } from './contract.js';
import { personAccount } from '../payment/payment.js';
import type { PayoutStatus } from '../processor/payouts.js';

/**
 * `requested`: it has left the balance. `moved`: it lies on the person's account at the processor.
 * `in_transit`: it is on its way to the bank. `cancelling`: the person wants it back, and nobody
 * knows yet whether that is still possible.
 */
export type CashOutState =
  'requested' | 'moved' | 'in_transit' | 'paid' | 'failed' | 'cancelling' | 'cancelled';

export interface CashOut {
  readonly id: string;
  readonly personId: string;
  /** The person's account at the processor. */
  readonly accountId: string;
  /** What goes to the bank. */
  readonly amount: Money;
  /** What it costs beside that, in minor units. */
  readonly fee: bigint;
  readonly method: CashOutMethod;
  /** Where it goes, as it may be shown. */
  readonly destination: string;
  readonly destinationId: string;
  readonly state: CashOutState;
  readonly transferId: string | null;
  readonly payoutId: string | null;
  /** The furthest the payout has come; null before there is one. */
  readonly payoutStatus: PayoutStatus | null;
  readonly reversalId: string | null;
  readonly expectedOn: Date | null;
  /** Why it failed: a code of cash-out-refusals.ts; null unless failed. */
  readonly failureCode: string | null;
  /** How many states it has been in. */
  readonly moves: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const NEXT: Record<CashOutState, readonly CashOutState[]> = {
  requested: ['moved', 'failed', 'cancelling'],
  moved: ['in_transit', 'paid', 'failed', 'cancelling', 'cancelled'],
  in_transit: ['paid', 'failed', 'cancelling', 'cancelled'],
  cancelling: ['in_transit', 'paid', 'failed', 'cancelled'],
  paid: ['failed', 'cancelled'],
  failed: [],
  cancelled: [],
};

type Change = Partial<
  Pick<
    CashOut,
    'transferId' | 'payoutId' | 'payoutStatus' | 'reversalId' | 'expectedOn' | 'failureCode'
  >
>;

/** The cash-out in that state, which may be the one it is in, with what is known besides. */
export function moved(
  cashOut: CashOut,
  state: CashOutState,
  at: Date,
  change: Change = {},
): CashOut {
  if (state === cashOut.state) return { ...cashOut, ...change, updatedAt: at };
  assert(NEXT[cashOut.state].includes(state), `${cashOut.id}: ${cashOut.state} is never ${state}`);
  return { ...cashOut, ...change, state, moves: cashOut.moves + 1, updatedAt: at };
}

/** What can be asked of the processor about a cash-out. */
export const CASH_OUT_LEGS = ['transfer', 'payout', 'payout_cancel', 'reversal'] as const;
export type CashOutLeg = (typeof CASH_OUT_LEGS)[number];

type Roles = Record<'payee' | 'payable' | 'fees' | 'transit' | 'connect' | 'available', AccountRef>;

function rolesOf({ id, personId, accountId, amount: { currency } }: CashOut): Roles {
  return {
    payee: personAccount(personId, currency),
    payable: { name: 'payout.payable', owner: id, currency },
    fees: feeAccount(currency),
    transit: { name: 'payout.in_transit', owner: id, currency },
    connect: { name: 'stripe.connect', owner: accountId, currency },
    available: platformAccount('stripe.available', currency),
  };
}

/** Every account a cash-out may touch, for locking. */
export const accountsTouched = (cashOut: CashOut): AccountRef[] => Object.values(rolesOf(cashOut));

/** The accounts that asking for a cash-out touches (P9). */
export function accountsOfRequest(cashOut: CashOut): AccountRef[] {
  const { payee, payable, fees } = rolesOf(cashOut);
  return [payee, payable, fees];
}

/** Where fees for paying out are counted. */
const feeAccount = (currency: string): AccountRef =>
  platformAccount('fee.instant_payout', currency);

type CashOutTemplate = 'P6' | 'P6r' | 'P9' | 'P9a' | 'P9b' | 'P9c' | 'P9d' | 'P9f';

/** An entry about a cash-out. `reference` names the processor's object and what became of it. */
export function cashOutEntry(
  template: CashOutTemplate,
  reference: string,
  cashOut: CashOut,
  at: Date,
): EntryDraft {
  const amounts = { amount: cashOut.amount.minor, fee: cashOut.fee };
  return draftEntry(template, reference, at, { ...rolesOf(cashOut) }, amounts);
}

/**
 * Posts what has happened at the processor. Only a person who was frozen meanwhile stands in the way
 * of having their money again; then this throws, and the news is brought again until they are not.
 */
export function postAll(books: Books, cashOut: CashOut, entries: readonly EntryDraft[]): void {
  const refusal = books.post(...entries);
  if (refusal !== undefined) throw new Error(`${cashOut.id}: ${refusal.code} ${refusal.detail}`);
}

/** What the person had decided about, before the news. */
export interface CashOutFacts {
  readonly cashOut: CashOut;
  readonly at: Date;
}

/** What news leads to, beside what it staged in the books. */
export interface CashOutOutcome {
  readonly cashOut: CashOut;
  /** Nobody needs to ask about these any more. */
  readonly conclude: readonly CashOutLeg[];
  /** The next thing to ask the processor. */
  readonly call?: CashOutLeg;
}
