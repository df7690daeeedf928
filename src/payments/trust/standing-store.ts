// Where payers stand, in one statement: how well each is known, what each sent lately, and whether
// each paid that person before. Read after the payers' accounts are locked it is exact, because
// whatever they send in that currency waits for the same lock.
import { arrayOf, type Database, preparedRows, rows, type Tx } from '../../shared/database.js';
import type { Tier } from '../../shared/limits-config.js';
import type { Money } from '../../shared/money.js';
import { type Known, NOTHING_SENT, type Sent } from './limits.js';

/** Who is about to pay whom, and in what. */
export interface Pair {
  readonly payerId: string;
  readonly payeeId: string;
  readonly currency: string;
}

export interface Standing extends Known {
  readonly sent: Sent;
  /** A payment to this person has arrived before. */
  readonly paidBefore: boolean;
  /** Who must agree to what is above which limit; null when nobody must. */
  readonly agreement: AgreementLimit | null;
  /** For how long the payer wants to be able to undo a payment; null is what everybody has. */
  readonly undoSeconds: number | null;
}

export interface AgreementLimit {
  readonly contactId: string;
  readonly limit: Money;
}

/** The standings of these pairs, by `pairKey`. */
export class Standings {
  private readonly byPair: ReadonlyMap<string, Standing>;

  constructor(found: readonly (readonly [string, Standing])[]) {
    this.byPair = new Map(found);
  }

  /** Somebody the database does not know may send the least. */
  of(pair: Pair): Standing {
    const unknown: Standing = {
      ...{ tier: 'new', coolingOff: false, paidBefore: false },
      sent: NOTHING_SENT,
      agreement: null,
      undoSeconds: null,
    };
    return this.byPair.get(pairKey(pair)) ?? unknown;
  }
}

const pairKey = ({ payerId, payeeId, currency }: Pair): string =>
  `${payerId} ${payeeId} ${currency}`;

interface StandingRow extends Pair {
  readonly tier: Tier;
  readonly coolingOff: boolean;
  readonly day: string;
  readonly week: string;
  readonly month: string;
  readonly paidBefore: boolean;
  /** Contact, minor units, currency. */
  readonly agreement: readonly [string, string, string] | null;
  readonly undoSeconds: number | null;
}

// What cooled off counts from its moment on, whether or not anybody has written it down since.
const AGREEMENT_LIMIT = `
         (SELECT CASE WHEN t.changes_at <= now() THEN ARRAY[t.contact_id, t.next_amount::text, t.next_currency]
                      ELSE ARRAY[t.contact_id, t.amount::text, t.currency] END
            FROM payments.trusted_contacts t
           WHERE t.person_id = q.payer AND t.accepted_at IS NOT NULL
             AND NOT (t.ends AND t.changes_at <= now()))`;

// A window counts the whole of the hour in which it begins, so it errs by minutes and to one side.
// Tier and cooling-off belong to identity; they are read here because a second round trip under the locks of
// everybody in the batch would cost more than this sentence. Each thing is looked up for each pair by
// itself: joined, or asked by EXISTS, a plan made for the empty tables of the first day would read
// all of the large ones.
const STANDINGS = `
  SELECT q.payer AS "payerId", q.payee AS "payeeId", q.currency,
         coalesce((SELECT p.tier FROM identity.people p WHERE p.id = q.payer), 'new') AS tier,
         coalesce((SELECT c.ends_at > now() FROM identity.cooling_off c
                    WHERE c.person_id = q.payer), false) AS "coolingOff",
         coalesce(s.day, 0) AS day, coalesce(s.week, 0) AS week, coalesce(s.month, 0) AS month,
         coalesce((SELECT true FROM payments.payments x
                    WHERE x.payer_id = q.payer AND x.payee_id = q.payee AND x.state = 'completed'
                    LIMIT 1), false) AS "paidBefore",
         ${AGREEMENT_LIMIT} AS agreement,
         (SELECT t.undo_seconds FROM payments.settings t WHERE t.person_id = q.payer) AS "undoSeconds"
    FROM UNNEST($1::text[], $2::text[], $3::text[]) AS q (payer, payee, currency)
    LEFT JOIN LATERAL (
         SELECT sum(h.amount) FILTER (WHERE h.hour > now() - interval '25 hours') AS day,
                sum(h.amount) FILTER (WHERE h.hour > now() - interval '169 hours') AS week,
                sum(h.amount) AS month
           FROM payments.sent_hourly h
          WHERE h.payer_id = q.payer AND h.currency = q.currency
            AND h.hour > now() - interval '721 hours') s ON true`;

/** For a decision: the caller has locked the payers' accounts. */
export async function standings(tx: Tx, pairs: readonly Pair[]): Promise<Standings> {
  if (pairs.length === 0) return new Standings([]);
  return read(await preparedRows<StandingRow>(tx, STANDINGS, parametersOf(pairs)));
}

/** For looking: what it says may have changed a moment later. */
export async function standingsNow(db: Database, pairs: readonly Pair[]): Promise<Standings> {
  return read(await rows<StandingRow>(db, STANDINGS, parametersOf(pairs)));
}

function parametersOf(pairs: readonly Pair[]): unknown[] {
  const distinct = [...new Map(pairs.map((pair) => [pairKey(pair), pair])).values()];
  return [
    arrayOf(distinct.map((pair) => pair.payerId)),
    arrayOf(distinct.map((pair) => pair.payeeId)),
    arrayOf(distinct.map((pair) => pair.currency)),
  ];
}

const read = (found: readonly StandingRow[]): Standings =>
  new Standings(
    found.map((row) => [
      pairKey(row),
      {
        tier: row.tier,
        coolingOff: row.coolingOff,
        sent: { day: BigInt(row.day), week: BigInt(row.week), month: BigInt(row.month) },
        paidBefore: row.paidBefore,
        agreement: row.agreement && limitIn(row.agreement),
        undoSeconds: row.undoSeconds,
      },
    ]),
  );

const limitIn = ([contactId, minor, currency]: readonly [
  string,
  string,
  string,
]): AgreementLimit => ({
  contactId,
  limit: { minor: BigInt(minor), currency },
});
