// The verbs of the ledger on a database of the test's own, with a clock that stands still until the
// test moves it, and short words for what tests post most often. Amounts are minor units.
import { AccountLimits, Corrections, draftEntry, type EntryDraft } from '../../src/ledger/index.js';
import { freeEntry, Ledger, type Outcome, type Posting, Postings } from '../../src/ledger/index.js';
import { type AccountRef, platformAccount } from '../../src/ledger/index.js';
import type { DraftLine } from '../../src/ledger/templates/draft.js';
import { Clock } from '../../src/shared/clock.js';
import { rows } from '../../src/shared/database.js';
import { type LedgerParts, startLedgerParts } from './ledger-parts.js';

export const START = new Date('2026-03-01T09:00:00.000Z');

/** Time that passes only when a test says so. */
export class TestClock extends Clock {
  private at = START.getTime();

  override now(): Date {
    return new Date(this.at);
  }

  forward(ms: number): void {
    this.at += ms;
  }
}

export interface LedgerVerbs extends LedgerParts {
  readonly clock: TestClock;
  readonly ledger: Ledger;
  readonly postings: Postings;
  readonly corrections: Corrections;
  readonly limits: AccountLimits;
  open(...accounts: AccountRef[]): Promise<void>;
  /** Posts them in one transaction. */
  post(...postings: Posting[]): Promise<Outcome[]>;
  /** Posts each alone and expects nothing of it. */
  fund(account: AccountRef, amount: bigint): Promise<void>;
  /** Rows of a query as the application's role. */
  rows<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  account(ref: AccountRef): Promise<AccountNumbers>;
}

export interface AccountNumbers {
  readonly balance: bigint;
  readonly held: bigint;
  readonly incoming: bigint;
  readonly version: bigint;
}

export async function startLedgerVerbs(): Promise<LedgerVerbs> {
  const parts = await startLedgerParts();
  const clock = new TestClock();
  const ledger = new Ledger(clock);
  const postings = new Postings(ledger);
  const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    rows<Row>(parts.dataSource.manager, sql, values);
  const post = (...asked: Posting[]): Promise<Outcome[]> =>
    parts.transactor.run((tx) => postings.post(tx, asked));
  let funded = 0;
  return {
    ...parts,
    clock,
    ledger,
    postings,
    post,
    corrections: new Corrections(postings),
    limits: new AccountLimits(ledger),
    open: (...accounts) => parts.transactor.run((tx) => ledger.open(tx, accounts)),
    fund: async (account, amount) => {
      funded += 1;
      await parts.transactor.run(async (tx) => {
        const books = await ledger.lock(tx, [account, ...platformOf(account.currency)]);
        books.post(charge(`funding_${String(funded)}`, account, amount));
        await ledger.write(tx, books);
      });
    },
    rows: query,
    account: async ({ name, owner, currency }) => {
      const [row] = await query<Record<keyof AccountNumbers, string>>(
        'SELECT balance, held, incoming, version FROM ledger.accounts WHERE address = $1',
        [`${name}:${owner}:${currency}`],
      );
      return {
        balance: BigInt(row?.balance ?? -1),
        held: BigInt(row?.held ?? -1),
        incoming: BigInt(row?.incoming ?? -1),
        version: BigInt(row?.version ?? -1),
      };
    },
  };
}

export const person = (owner: string, currency = 'EUR'): AccountRef => ({
  name: 'user.available',
  owner,
  currency,
});

export const platformOf = (currency: string): AccountRef[] => [
  platformAccount('stripe.pending', currency),
  platformAccount('stripe.fees', currency),
];

/** P3. */
export const pay = (
  reference: string,
  payer: AccountRef,
  payee: AccountRef,
  amount: bigint,
): EntryDraft => draftEntry('P3', reference, START, { payer, payee }, { amount });

/** P2 without a fee. */
export function charge(reference: string, payer: AccountRef, gross: bigint, fee = 0n): EntryDraft {
  const [pending, fees] = platformOf(payer.currency);
  if (pending === undefined || fees === undefined) throw new Error('two platform accounts');
  return draftEntry('P2', reference, START, { payer, pending, fees }, { gross, fee });
}

const RECORD = { reason: 'found by hand', recordedBy: 'fay', approvedBy: 'gus' };

/** P15 with any lines. */
export const free = (reference: string, lines: readonly DraftLine[]): EntryDraft =>
  freeEntry('P15', reference, START, lines, RECORD);

export const line = (side: 'debit' | 'credit', account: AccountRef, amount: bigint): DraftLine => ({
  side,
  account,
  amount,
  currency: account.currency,
});

/** A posting of one. */
export const alone = (draft: EntryDraft): Posting => ({ entries: [draft] });

/** The refusal's code, or what happened instead. */
export const codeOf = (outcome: Outcome | undefined): string =>
  outcome === undefined ? 'nothing' : outcome.kind === 'refused' ? outcome.code : outcome.kind;

/** The code of the refusal that a verb threw, or what happened instead. */
export const codeThrown = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code ?? error,
  );
