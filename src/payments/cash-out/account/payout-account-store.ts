// Payout accounts as rows. Each row says how the account stood when the processor was asked for it;
// an answer to an earlier question never takes the place of one to a later.
import { type Database, rows } from '../../../shared/database.js';
import type { ProcessorAccount } from '../../processor/payout-accounts.js';
import { GONE, type PayoutAccount } from './payout-account.js';

/** A person's account in that world of the processor. */
export async function findAccount(
  db: Database,
  personId: string,
  processor: string,
): Promise<PayoutAccount | undefined> {
  const [found] = await rows<PayoutAccount>(
    db,
    `SELECT person_id AS "personId", account_id AS "accountId", payouts_enabled AS "payoutsEnabled",
            transfers, details_given AS "detailsGiven", currently_due AS "currentlyDue",
            past_due AS "pastDue", disabled_reason AS "disabledReason", currency, destination,
            destination_id AS "destinationId", instant
       FROM payments.payout_accounts WHERE person_id = $1 AND processor = $2`,
    [personId, processor],
  );
  return found;
}

/** Keeps a new account; the one that is there stays. */
export async function insertAccount(
  db: Database,
  personId: string,
  processor: string,
  { accountId }: ProcessorAccount,
): Promise<void> {
  await db.query(
    `INSERT INTO payments.payout_accounts (person_id, processor, account_id, updated_at)
     VALUES ($1, $2, $3, '-infinity') ON CONFLICT DO NOTHING`,
    [personId, processor, accountId],
  );
}

/** Writes how an account stands, as it was answered to a question of that time. */
export async function storeAccount(
  db: Database,
  account: ProcessorAccount,
  askedAt: Date,
): Promise<void> {
  const { destination } = account;
  await db.query(
    `UPDATE payments.payout_accounts
        SET payouts_enabled = $2, transfers = $3, details_given = $4, currently_due = $5,
            past_due = $6, disabled_reason = $7, currency = $8, destination = $9,
            destination_id = $10, instant = $11, updated_at = $12
      WHERE account_id = $1 AND updated_at <= $12`,
    [
      account.accountId,
      account.payoutsEnabled,
      account.transfers,
      account.detailsGiven,
      account.currentlyDue,
      account.pastDue,
      account.disabledReason,
      account.currency,
      destination?.label ?? null,
      destination?.id ?? null,
      destination?.instant ?? false,
      askedAt,
    ],
  );
}

/** Writes that the processor shows us the account no longer. */
export async function storeGone(db: Database, accountId: string, askedAt: Date): Promise<void> {
  await db.query(
    `UPDATE payments.payout_accounts
        SET payouts_enabled = false, transfers = 'inactive', disabled_reason = $2, updated_at = $3
      WHERE account_id = $1 AND updated_at <= $3`,
    [accountId, GONE, askedAt],
  );
}
