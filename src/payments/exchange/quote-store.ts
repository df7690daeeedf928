// Quotes as rows. One that was not used is of no interest a day later, and goes.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Database, rows, Transactor, type Tx } from '../../shared/database.js';
import { Sweeper } from '../sweep/sweeper.js';
import type { Quote } from './quote.js';

interface QuoteRow extends Omit<Quote, 'sent' | 'received' | 'spread' | 'exchange'> {
  readonly sent: string;
  readonly sentCurrency: string;
  readonly received: string;
  readonly receivedCurrency: string;
  readonly spread: string;
  readonly rateId: string | null;
  readonly mid: string | null;
  readonly rate: string | null;
}

const COLUMNS = `id, person_id AS "personId", payee_id AS "payeeId", thread_id AS "threadId",
  card_id AS "cardId", sent, sent_currency AS "sentCurrency", received,
  received_currency AS "receivedCurrency", spread, rate_id AS "rateId", mid, rate,
  spread_basis_points AS "spreadBasisPoints", created_at AS "createdAt", expires_at AS "expiresAt",
  used_at AS "usedAt"`;

function toQuote(row: QuoteRow): Quote {
  const { sent, sentCurrency, received, receivedCurrency, spread, rateId, mid, rate, ...rest } =
    row;
  return {
    ...rest,
    sent: { minor: BigInt(sent), currency: sentCurrency },
    received: { minor: BigInt(received), currency: receivedCurrency },
    spread: BigInt(spread),
    exchange: rateId === null ? null : { rateId, mid: mid ?? '', rate: rate ?? '' },
  };
}

export async function insertQuote(db: Database, quote: Quote): Promise<void> {
  const { sent, received, exchange } = quote;
  await db.query(
    `INSERT INTO payments.quotes (id, person_id, payee_id, thread_id, card_id, sent, sent_currency,
       received, received_currency, spread, rate_id, mid, rate, spread_basis_points, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      quote.id,
      quote.personId,
      quote.payeeId,
      quote.threadId,
      quote.cardId,
      sent.minor.toString(),
      sent.currency,
      received.minor.toString(),
      received.currency,
      quote.spread.toString(),
      exchange?.rateId ?? null,
      exchange?.mid ?? null,
      exchange?.rate ?? null,
      quote.spreadBasisPoints,
      quote.createdAt,
      quote.expiresAt,
    ],
  );
}

/** Locks quotes, by id, in the order of their ids. */
export async function lockQuotes(tx: Tx, ids: readonly string[]): Promise<Map<string, Quote>> {
  const found = await rows<QuoteRow>(
    tx,
    `SELECT ${COLUMNS} FROM payments.quotes WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  );
  return new Map(found.map((row) => [row.id, toQuote(row)]));
}

/** Marks locked quotes as used. */
export async function useQuotes(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await tx.query('UPDATE payments.quotes SET used_at = $2 WHERE id = ANY($1)', [ids, at]);
}

const OLD_MAX = 500;
const EVERY_SECONDS = 600;

/** The clock's part: forgets prices that nobody took. */
@Injectable()
export class ForgetQuotes implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('forgetting quotes', () => this.run(), EVERY_SECONDS);
  }

  async run(): Promise<void> {
    await this.transactor.run((tx) =>
      tx.query(
        `DELETE FROM payments.quotes WHERE id IN (
           SELECT id FROM payments.quotes
            WHERE used_at IS NULL AND expires_at < now() - interval '1 day'
            LIMIT ${String(OLD_MAX)} FOR UPDATE SKIP LOCKED)`,
      ),
    );
  }
}
