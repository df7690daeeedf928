// The evidence pack: what our own records say about a disputed payment, put into the fields of the
// processor's form. Nothing that people wrote to each other leaves here, only how much they wrote,
// since when, and a digest; and nobody's balance.
import { Injectable } from '@nestjs/common';
import { signIns } from '../../identity/index.js';
import { type Database, rows } from '../../shared/database.js';
import { formatMoney } from '../../shared/money.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { People } from '../../shared/people.js';
import type { PaymentState } from '../contract.js';
import type { Payment } from '../payment/payment.js';
import type { DisputeEvidence } from '../processor/disputes.js';
import { isTopUp } from '../top-ups/top-up.js';

interface Move {
  readonly state: PaymentState;
  readonly actor: string;
  readonly occurredAt: Date;
}

const SIGN_INS = 5;
const EARLIER = 5;

@Injectable()
export class EvidencePack {
  constructor(
    private readonly people: People,
    private readonly threads: MoneyThreads,
  ) {}

  /** The pack for a payment, with what the reviewer has to add. */
  async of(db: Database, payment: Payment, statement: string): Promise<DisputeEvidence> {
    const { payerId, payeeId, createdAt } = payment;
    const profiles = await this.people.profiles(db, [payerId, payeeId]);
    const nameOf = (id: string): string => profiles.get(id)?.name ?? id;
    return {
      customer_name: nameOf(payerId),
      service_date: createdAt.toISOString().slice(0, 10),
      product_description: await this.described(db, payment, nameOf),
      access_activity_log: [
        ...(await signIns(db, payerId, createdAt, SIGN_INS)).map(
          (at) => `${at.toISOString()} the cardholder signed in`,
        ),
        ...(await this.moves(db, payment)),
        ...(await this.conversation(db, payment, nameOf)),
      ].join('\n'),
      uncategorized_text: statement,
    };
  }

  private async conversation(
    db: Database,
    { id, threadId, payerId, payeeId, createdAt }: Payment,
    nameOf: (id: string) => string,
  ): Promise<string[]> {
    if (isTopUp(id)) return [];
    const known = await this.threads.acquaintance(db, threadId, createdAt);
    if (known === null) return [];
    const written = [payerId, payeeId].map(
      (who) => `${nameOf(who)}: ${String(known.messages.get(who) ?? 0)} messages`,
    );
    return [
      `${known.since.toISOString()} the conversation began; before the payment ${written.join(', ')}`,
      `SHA-256 of these messages, which either person can show: ${known.digest}`,
    ];
  }

  private async described(
    db: Database,
    payment: Payment,
    nameOf: (id: string) => string,
  ): Promise<string> {
    const { payerId, payeeId, note } = payment;
    const { amount, currency } = formatMoney(payment.amount);
    if (isTopUp(payment.id)) {
      return [
        `A top-up of ${amount} ${currency} by ${nameOf(payerId)}, ordered by the cardholder, signed in: it`,
        'was credited to their own balance with us.',
        await authentication(db, payment),
      ].join(' ');
    }
    const before = await earlier(db, payment);
    return [
      `A payment of ${amount} ${currency} from ${nameOf(payerId)} to ${nameOf(payeeId)}, ordered by`,
      'the cardholder, signed in, inside their private conversation.',
      ...(note === null ? [] : [`The cardholder's own note on it: "${note}".`]),
      await authentication(db, payment),
      before === 0
        ? 'It was the first payment between the two.'
        : `The two had completed ${String(before)} payments before.`,
    ].join(' ');
  }

  private async moves(db: Database, { id, payerId }: Payment): Promise<string[]> {
    const moves = await rows<Move>(
      db,
      `SELECT state, actor, occurred_at AS "occurredAt" FROM payments.transitions
        WHERE payment_id = $1 ORDER BY number`,
      [id],
    );
    return moves.map(
      ({ state, actor, occurredAt }) =>
        `${occurredAt.toISOString()} payment ${state}, by ` +
        (actor === payerId ? 'the cardholder' : actor.startsWith('usr_') ? 'a reviewer' : actor),
    );
  }
}

async function authentication(db: Database, { id }: Payment): Promise<string> {
  const [charge] = await rows<{ authentication: string | null }>(
    db,
    'SELECT authentication FROM payments.charges WHERE payment_id = $1',
    [id],
  );
  const how = charge?.authentication ?? null;
  return how === null
    ? "The card's bank did not ask for authentication."
    : `The card's bank authenticated the cardholder (3-D Secure: ${how}).`;
}

async function earlier(db: Database, { payerId, payeeId, id }: Payment): Promise<number> {
  const found = await rows(
    db,
    `SELECT FROM payments.payments
      WHERE payer_id = $1 AND payee_id = $2 AND state = 'completed' AND id < $3 LIMIT ${String(EARLIER)}`,
    [payerId, payeeId, id],
  );
  return found.length;
}
