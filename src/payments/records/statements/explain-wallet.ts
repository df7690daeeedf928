// Why a person's balance is what it is, in their words: every line of their own account with whom it
// was about, and every amount set aside with its reason and when it comes back. It adds up: what the
// lines and the holds do not explain is shown as the residue, and is zero.
import { Injectable } from '@nestjs/common';
import { changeOf, type Explanation, explanation, Ledger } from '../../../ledger/index.js';
import { Transactor } from '../../../shared/database.js';
import { formatMinor } from '../../../shared/money.js';
import { People } from '../../../shared/people.js';
import { behindEntries } from './behind-entries.js';
import { movementWords } from './movement-words.js';
import type { WalletExplanationView } from '../../contract.js';
import { findPayments } from '../../payment/payment-store.js';

/** What a reference is about: the payment or top-up, and the name of its other side. */
interface About {
  readonly behindId: string | undefined;
  readonly paymentId: string | null;
  readonly other: string | undefined;
}
type Teller = (reference: string) => About;

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
    return render(found, await this.teller(personId, found));
  }

  private async teller(personId: string, { lines, holds }: Explanation): Promise<Teller> {
    const { reader } = this.transactor;
    const behind = await behindEntries(
      reader,
      [...lines, ...holds].map(({ reference }) => reference),
    );
    const payments = await findPayments(reader, [...new Set(behind.values())]);
    const otherOf = new Map(
      payments.map(({ id, payerId, payeeId }) => [id, payerId === personId ? payeeId : payerId]),
    );
    const people = await this.people.profiles(reader, [...new Set(otherOf.values())]);
    return (reference) => {
      const behindId = behind.get(reference);
      const otherId = otherOf.get(behindId ?? '');
      const paymentId = otherId === undefined ? null : (behindId ?? null);
      return { behindId, paymentId, other: people.get(otherId ?? '')?.name };
    };
  }
}

function render(found: Explanation, tell: Teller): WalletExplanationView {
  const { account, balance, held, residue } = found;
  const money = (minor: bigint): string => formatMinor(minor, account.currency);
  return {
    currency: account.currency,
    balance: money(balance),
    held: money(held),
    available: money(balance - held),
    lines: found.lines.map((line) => {
      const { other, behindId, paymentId } = tell(line.reference);
      const change = changeOf(account, line);
      return {
        words: movementWords(line.template, change, other, behindId),
        paymentId,
        occurredAt: line.occurredAt.toISOString(),
        change: money(change),
        balance: money(line.balance),
      };
    }),
    next: found.next,
    holds: found.holds.map((hold) => ({
      words: heldFor(hold.reason, tell(hold.reference).other),
      paymentId: tell(hold.reference).paymentId,
      amount: money(hold.amount),
      since: hold.since.toISOString(),
      releasingAt: hold.releasingAt?.toISOString() ?? null,
    })),
    residue: { balance: money(residue.balance), held: money(residue.held) },
  };
}

const HELD_FOR: Record<string, (name: string) => string> = {
  review: (name) => `your payment to ${name} is being checked`,
  agreement: (name) => `your payment to ${name} waits for your trusted contact`,
  funding: (name) => `your part of a payment to ${name}, while your card is asked for the rest`,
  sending: (name) => `your payment to ${name} is about to be sent`,
  report: (name) => `a report about a payment from ${name} is being examined`,
  arrival: (name) => `your payment to ${name} arrives later`,
};

const heldFor = (reason: string, other: string | undefined): string =>
  (other === undefined ? undefined : HELD_FOR[reason]?.(other)) ?? reason;

function nothingIn(currency: string): WalletExplanationView {
  const zero = formatMinor(0n, currency);
  const amounts = { balance: zero, held: zero, available: zero };
  const residue = { balance: zero, held: zero };
  return { currency, ...amounts, lines: [], next: null, holds: [], residue };
}
