// Exchanges as rows.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { Exchange } from './exchange.js';

interface ExchangeRow extends Omit<Exchange, 'sent' | 'received' | 'spread'> {
  readonly sent: string;
  readonly sentCurrency: string;
  readonly received: string;
  readonly receivedCurrency: string;
  readonly spread: string;
}

const COLUMNS = `id, quote_id AS "quoteId", person_id AS "personId", payment_id AS "paymentId", sent,
  sent_currency AS "sentCurrency", received, received_currency AS "receivedCurrency", spread,
  rate_id AS "rateId", mid, rate, created_at AS "createdAt"`;

async function find(db: Database, condition: string, parameters: unknown[]): Promise<Exchange[]> {
  const found = await rows<ExchangeRow>(
    db,
    `SELECT ${COLUMNS} FROM payments.exchanges WHERE ${condition}`,
    parameters,
  );
  return found.map(({ sent, sentCurrency, received, receivedCurrency, spread, ...rest }) => ({
    ...rest,
    sent: { minor: BigInt(sent), currency: sentCurrency },
    received: { minor: BigInt(received), currency: receivedCurrency },
    spread: BigInt(spread),
  }));
}

export async function insertExchanges(tx: Tx, exchanges: readonly Exchange[]): Promise<void> {
  for (const each of exchanges) {
    await tx.query(
      `INSERT INTO payments.exchanges (id, quote_id, person_id, payment_id, sent, sent_currency, received,
         received_currency, spread, rate_id, mid, rate, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        each.id,
        each.quoteId,
        each.personId,
        each.paymentId,
        each.sent.minor.toString(),
        each.sent.currency,
        each.received.minor.toString(),
        each.received.currency,
        each.spread.toString(),
        each.rateId,
        each.mid,
        each.rate,
        each.createdAt,
      ],
    );
  }
}

/** A person's exchanges, newest first. */
export function exchangesOf(
  db: Database,
  personId: string,
  before: string | null,
  limit: number,
): Promise<Exchange[]> {
  return find(db, 'person_id = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3', [
    personId,
    before,
    limit,
  ]);
}

/** The exchange that a payment was made with. */
export async function exchangeOfPayment(
  db: Database,
  paymentId: string,
): Promise<Exchange | undefined> {
  const [found] = await find(db, 'payment_id = $1', [paymentId]);
  return found;
}
