// Why a person's balance is what it is, in their words: every line of their own account with whom it
// was about, and every amount set aside with its reason and when it comes back. It adds up: what the
// lines and the holds do not explain is shown as the residue, and is zero.
import { Injectable } from '@nestjs/common';
import {
  type AccountLine,
  changeOf,
  eventOf,
  type Explanation,
  explanation,
  Ledger,
} from '../ledger/index.js';
import { Transactor } from '../shared/database.js';
import { formatMinor } from '../shared/money.js';
import { People } from '../shared/people.js';
import type { WalletExplanationView } from './contract.js';
import { findPayments } from './payment/payment-store.js';

/** Names whom a payment was with, as its other side is called. */
type Namer = (reference: string) => string | undefined;

@Injectable()
export class ExplainWallet {
  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly people: People,
  ) {}

  /** The explanation of the person's own balance in that currency; zeros when there is none. */
  async run(
    personId: string,
    currency: string,
    before: string | null,
    limit: number,
  ): Promise<WalletExplanationView> {
    const { transactor, ledger } = this;
    const all = await ledger.balances(transactor.reader, 'user.available', personId);
    if (!all.some((balance) => balance.currency === currency)) return nothingIn(currency);
    const address = `user.available:${personId}:${currency}`;
    const found = await transactor.snapshot((db) => explanation(db, address, before, limit));
    return render(found, await this.namer(personId, found));
  }

  private async namer(personId: string, { lines, holds }: Explanation): Promise<Namer> {
    const { reader } = this.transactor;
    const ids = [...lines, ...holds].flatMap(({ reference }) => paymentIn(reference) ?? []);
    const payments = await findPayments(reader, [...new Set(ids)]);
    const otherOf = new Map(
      payments.map(({ id, payerId, payeeId }) => [id, payerId === personId ? payeeId : payerId]),
    );
    const people = await this.people.profiles(reader, [...new Set(otherOf.values())]);
    return (reference) => people.get(otherOf.get(paymentIn(reference) ?? '') ?? '')?.name;
  }
}

function render(found: Explanation, nameOf: Namer): WalletExplanationView {
  const { account, balance, held, residue } = found;
  const money = (minor: bigint): string => formatMinor(minor, account.currency);
  return {
    currency: account.currency,
    balance: money(balance),
    held: money(held),
    available: money(balance - held),
    lines: found.lines.map((line) => ({
      words: wordsOf(line, changeOf(account, line), nameOf(line.reference)),
      paymentId: paymentIn(line.reference),
      occurredAt: line.occurredAt.toISOString(),
      change: money(changeOf(account, line)),
      balance: money(line.balance),
    })),
    next: found.next,
    holds: found.holds.map((hold) => ({
      words: heldFor(hold.reason, nameOf(hold.reference)),
      paymentId: paymentIn(hold.reference),
      amount: money(hold.amount),
      since: hold.since.toISOString(),
      releasingAt: hold.releasingAt?.toISOString() ?? null,
    })),
    residue: { balance: money(residue.balance), held: money(residue.held) },
  };
}

function wordsOf({ template }: AccountLine, change: bigint, other: string | undefined): string {
  if (template === 'P3' && other !== undefined) {
    return change < 0n ? `you paid ${other}` : `${other} paid you`;
  }
  return OWN_WORDS[template] ?? eventOf(template);
}

// What the books say of a person, said to that person.
const OWN_WORDS: Record<string, string> = {
  P2: 'your card was charged',
  P9: 'you cashed out to your bank',
  P9c: 'your cash-out did not arrive; amount and fee came back',
  P9f: 'your cash-out was not sent; amount and fee came back',
};

const heldFor = (reason: string, other: string | undefined): string =>
  reason === 'review' && other !== undefined ? `your payment to ${other} is being checked` : reason;

/** The payment that a reference is about. */
const paymentIn = (reference: string): string | null =>
  /^(pay_[0-9a-v]{26}):/.exec(reference)?.[1] ?? null;

function nothingIn(currency: string): WalletExplanationView {
  const zero = formatMinor(0n, currency);
  const amounts = { balance: zero, held: zero, available: zero };
  const residue = { balance: zero, held: zero };
  return { currency, ...amounts, lines: [], next: null, holds: [], residue };
}
