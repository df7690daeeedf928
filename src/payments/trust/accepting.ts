// Who has to accept a payment before it is theirs: whoever wants to be asked each time, and whoever gave an
// e-mail address that they have yet to show to be theirs. Whoever has no address here is known by other
// means: a product's own user, or somebody made by staff.
import { arrayOf, type Database, preparedRows, rows, type Tx } from '../../shared/database.js';
import type { Payment } from '../payment/payment.js';

export type WhyAccept = 'asked_for' | 'unproven';

// Asked for all payees of a flush before anything is locked, so it is looked up for each by itself.
const ACCEPTING = `
  SELECT q.payee AS "personId",
         CASE WHEN (SELECT p.email IS NOT NULL AND p.email_verified_at IS NULL
                      FROM identity.people p WHERE p.id = q.payee) THEN 'unproven'
              WHEN (SELECT t.accept_each FROM payments.settings t WHERE t.person_id = q.payee)
              THEN 'asked_for' END AS why
    FROM UNNEST($1::text[]) AS q (payee)`;

interface Found {
  readonly personId: string;
  readonly why: WhyAccept | null;
}

export class Accepting {
  constructor(private readonly why: ReadonlyMap<string, WhyAccept>) {}

  /** For a decision. */
  static async read(tx: Tx, payeeIds: readonly string[]): Promise<Accepting> {
    return payeeIds.length === 0
      ? new Accepting(new Map())
      : accepting(await preparedRows<Found>(tx, ACCEPTING, distinct(payeeIds)));
  }

  /** For looking: what it says may have changed a moment later. */
  static async now(db: Database, payeeIds: readonly string[]): Promise<Accepting> {
    return accepting(await rows<Found>(db, ACCEPTING, distinct(payeeIds)));
  }

  /** Why this person accepts first; undefined when they need not. */
  whyOf(personId: string): WhyAccept | undefined {
    return this.why.get(personId);
  }

  /** The payment as its payee takes it. Whoever asked for the money has said yes already. */
  mark<P extends Pick<Payment, 'payeeId' | 'requestId'>>(payment: P): P & { toAccept: boolean } {
    const why = this.whyOf(payment.payeeId);
    const toAccept = why === 'unproven' || (why === 'asked_for' && payment.requestId === null);
    return { ...payment, toAccept };
  }
}

const distinct = (payeeIds: readonly string[]): unknown[] => [arrayOf([...new Set(payeeIds)])];

const accepting = (found: readonly Found[]): Accepting =>
  new Accepting(
    new Map(found.flatMap(({ personId, why }) => (why === null ? [] : [[personId, why]]))),
  );
