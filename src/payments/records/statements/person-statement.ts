// A person's own statement in one currency: what they had, each movement with the balance after it, what
// they had then. It is read as of one position of the books, so that the same question has the same
// answer, and it is added up before any of it is given out.
import { Injectable } from '@nestjs/common';
import {
  type AccountLine,
  accountAt,
  AsOf,
  changeOf,
  type ReportAccount,
  type ReportRange,
  statementLines,
  statementTotals,
} from '../../../ledger/index.js';
import { type Database, Transactor } from '../../../shared/database.js';
import { People, type Profile } from '../../../shared/people.js';
import { assert, present, Refusal } from '../../../shared/refusal.js';
import { findCashOuts } from '../../cash-out/cash-out-store.js';
import { findPayments } from '../../payment/payment-store.js';
import { behindEntries } from './behind-entries.js';
import { movementWords } from './movement-words.js';
import type { StatementRange } from './statement-range.js';

/** One movement; amounts are minor units. */
export interface Movement {
  readonly at: Date;
  /** What happened, in words. */
  readonly what: string;
  readonly counterpart: string | null;
  readonly note: string | null;
  /** The payment, the top-up or the cash-out it is about, else what the books call it. */
  readonly reference: string;
  /** With its sign; a fee is part of it. */
  readonly change: bigint;
  readonly fee: bigint;
  readonly balance: bigint;
}

export interface PersonStatement {
  readonly person: Profile;
  readonly currency: string;
  readonly range: StatementRange;
  /** Of the books; asked for again with it, the statement is the same. */
  readonly position: bigint;
  readonly opening: bigint;
  readonly closing: bigint;
  readonly count: number;
  readonly moved: { readonly in: bigint; readonly out: bigint };
  /** The movements in their order, some at a time. */
  readonly pages: () => AsyncIterable<readonly Movement[]>;
}

const PAGE = 500;
const NOT_CUT = { occurredFrom: null, occurredBefore: null };

@Injectable()
export class PersonStatements {
  constructor(
    private readonly transactor: Transactor,
    private readonly asOf: AsOf,
    private readonly people: People,
  ) {}

  /** As of the position, or of now. Refuses `position_unknown`. */
  async of(
    personId: string,
    currency: string,
    range: StatementRange,
    position: bigint | null,
  ): Promise<PersonStatement> {
    const { reader } = this.transactor;
    const person = (await this.people.profiles(reader, [personId])).get(personId);
    const read = await this.asOf.range({}, position === null ? {} : { position }, {
      from: range.start,
      before: range.end,
    });
    const account = await accountOrNone(reader, `user.available:${personId}:${currency}`);
    return {
      person: present(person, 'whoever asks is known'),
      currency,
      range,
      position: read.position,
      ...(await addedUp(reader, account, read)),
      pages: () => this.pages(personId, account, read),
    };
  }

  private async *pages(
    personId: string,
    account: ReportAccount | undefined,
    range: ReportRange,
  ): AsyncGenerator<readonly Movement[]> {
    if (account === undefined) return;
    for await (const lines of linePages(this.transactor.reader, account, range)) {
      yield this.told(personId, account, lines);
    }
  }

  private async told(
    personId: string,
    account: ReportAccount,
    lines: readonly AccountLine[],
  ): Promise<Movement[]> {
    const { reader } = this.transactor;
    const references = lines.map(({ reference }) => reference);
    const behind = await behindEntries(reader, references);
    const payments = await findPayments(reader, [...new Set(behind.values())]);
    const paymentOf = new Map(payments.map((payment) => [payment.id, payment]));
    const people = await this.people.profiles(
      reader,
      payments.flatMap(({ payerId, payeeId }) => [payerId, payeeId]),
    );
    const cashOuts = await findCashOuts(reader, [...new Set(references.map(nameIn))]);
    const cashOutOf = new Map(cashOuts.map((cashOut) => [cashOut.id, cashOut]));
    return lines.map((line) => {
      const name = nameIn(line.reference);
      const behindId = behind.get(line.reference);
      const payment = paymentOf.get(behindId ?? '');
      const otherId = payment?.payerId === personId ? payment.payeeId : payment?.payerId;
      const other = people.get(otherId ?? '')?.name;
      const cashOut = cashOutOf.get(name);
      const change = changeOf(account, line);
      return {
        at: line.occurredAt,
        what: movementWords(line.template, change, other, behindId),
        counterpart: other ?? cashOut?.destination ?? null,
        note: payment?.note ?? null,
        reference: behindId ?? name,
        change,
        fee: cashOut?.fee ?? 0n,
        balance: line.balance,
      };
    });
  }
}

/** The part of a reference that says what it is about. */
const nameIn = (reference: string): string => reference.split(':')[0] ?? reference;

async function accountOrNone(db: Database, address: string): Promise<ReportAccount | undefined> {
  try {
    return await accountAt(db, address);
  } catch (error) {
    // Whoever never had that currency has a statement of nothing.
    if (error instanceof Refusal && error.code === 'account_unknown') return undefined;
    throw error;
  }
}

async function* linePages(
  db: Database,
  account: ReportAccount,
  range: ReportRange,
): AsyncGenerator<readonly AccountLine[]> {
  for (let after: string | null = null; ;) {
    const { lines, next } = await statementLines(db, account, range, after, PAGE);
    yield lines;
    if (next === null) return;
    after = next;
  }
}

/** Opening, every line and closing; they add up, or nobody gets to see them. */
async function addedUp(db: Database, account: ReportAccount | undefined, range: ReportRange) {
  const none = { opening: 0n, closing: 0n, count: 0, moved: { in: 0n, out: 0n } };
  if (account === undefined) return none;
  const { opening, closing } = await statementTotals(db, account, range);
  let [balance, count] = [opening, 0];
  const moved = { in: 0n, out: 0n };
  for await (const lines of linePages(db, account, range)) {
    for (const line of lines) {
      const change = changeOf(account, line);
      if (change > 0n) moved.in += change;
      else moved.out -= change;
      balance += change;
      count += 1;
      assert(balance === line.balance, `${account.address}: the balance after ${line.entryId}`);
    }
  }
  assert(balance === closing, `${account.address}: opening and movements are not the closing`);
  // Both of these were summed up from lines; the balance that the books keep is a witness of its own.
  const all = await statementTotals(db, account, { ...range, occurredBefore: null });
  const kept = await statementTotals(db, account, { ...range, ...NOT_CUT });
  assert(all.closing === kept.closing, `${account.address}: its lines are not its balance`);
  return { opening, closing, count, moved };
}
