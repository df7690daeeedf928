// How books reach the database: every kind of row is written by one set-based
// statement, whatever the number of items. Entries, their lines and the balances they make go in one
// round trip. Each entry carries the hash of all its fields from the moment it is written.
import { randomBytes } from 'node:crypto';
import { arrayOf, preparedRows, type Tx } from '../../shared/database.js';
import type { Refusal } from '../../shared/refusal.js';
import { addressOf } from '../chart.js';
import { refuseLedger } from '../refusals.js';
import type { Books } from './books.js';
import { entryHash } from '../seals/canonical.js';
import type { StagedEntry } from './staged.js';

const SALT_BYTES = 16;

const UPDATE_ACCOUNTS = `
  UPDATE ledger.accounts a
     SET balance = n.balance, held = n.held, incoming = n.incoming, version = n.version
    FROM UNNEST($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
         AS n (id, balance, held, incoming, version)
   WHERE a.id = n.id AND a.id = ANY($1)`;

const accountValues = ({ touched }: Pick<Books, 'touched'>): unknown[] => {
  const accounts = [...touched];
  return [
    arrayOf(accounts.map(({ id }) => id)),
    arrayOf(accounts.map(({ balance }) => balance.toString())),
    arrayOf(accounts.map(({ held }) => held.toString())),
    arrayOf(accounts.map(({ incoming }) => incoming.toString())),
    arrayOf(accounts.map(({ version }) => version.toString())),
  ];
};

/** The refusal behind an error of the store, when the books were closed under an entry. */
export function refusedByClosing(error: unknown): Refusal | undefined {
  const { constraint, message } = asStoreError(error);
  return constraint === 'entries_in_open_period'
    ? refuseLedger('period_closed', message)
    : undefined;
}

interface StoreError {
  readonly constraint?: unknown;
  readonly message?: string;
}

// A prepared statement's error comes as the driver made it, any other one wrapped.
const asStoreError = (error: unknown): StoreError =>
  (error as { driverError?: StoreError }).driverError ?? (error as StoreError);

/** Writes what was decided. Everything or nothing: it is the caller's transaction. */
export async function writeBooks(tx: Tx, books: Books): Promise<void> {
  if (books.entries.length > 0) await insertEntries(tx, books);
  else if (books.touched.size > 0) await updateAccounts(tx, books);
  if (books.holds.length > 0) await insertHolds(tx, books);
  if (books.endings.length > 0) await insertEndings(tx, books);
}

// Balances, entries and lines in one statement. That the accounts are named a second time says
// nothing new; it leads the planner to the index, where the join alone would read every account.
async function insertEntries(tx: Tx, { entries, now, touched }: Books): Promise<void> {
  const salts = randomBytes(SALT_BYTES * entries.length);
  const salt = (index: number): string =>
    salts.toString('hex', index * SALT_BYTES, (index + 1) * SALT_BYTES);
  const lines = entries.flatMap((entry) => entry.lines.map((line) => ({ entry, line })));
  await preparedRows(
    tx,
    `WITH account AS (${UPDATE_ACCOUNTS}), entry AS (
       INSERT INTO ledger.entries (id, reference, template, line_count, occurred_at, recorded_at,
                                   linked_to, reverses, reason, recorded_by, approved_by, salt, hash)
       SELECT id, reference, template, line_count, occurred_at, $11::timestamptz,
              linked_to, reverses, reason, recorded_by, approved_by,
              decode(salt, 'hex'), decode(hash, 'hex')
         FROM UNNEST($6::text[], $7::text[], $8::text[], $9::smallint[], $10::timestamptz[],
                     $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
                     $18::text[])
              AS n (id, reference, template, line_count, occurred_at, linked_to, reverses, reason,
                    recorded_by, approved_by, salt, hash))
     INSERT INTO ledger.lines
       (entry_id, number, account_id, side, amount, currency, account_version, balance_after)
     SELECT * FROM UNNEST($19::text[], $20::smallint[], $21::text[], $22::ledger.side[],
                          $23::bigint[], $24::text[], $25::bigint[], $26::bigint[])`,
    [
      ...accountValues({ touched }),
      arrayOf(entries.map(({ id }) => id)),
      arrayOf(entries.map(({ draft }) => draft.reference)),
      arrayOf(entries.map(({ draft }) => draft.template)),
      arrayOf(entries.map((entry) => String(entry.lines.length))),
      arrayOf(entries.map(({ draft }) => draft.occurredAt.toISOString())),
      now.toISOString(),
      arrayOf(entries.map(({ linkedTo }) => linkedTo)),
      arrayOf(entries.map(({ draft }) => draft.reverses ?? null)),
      arrayOf(entries.map(({ draft }) => draft.reason ?? null)),
      arrayOf(entries.map(({ draft }) => draft.recordedBy ?? null)),
      arrayOf(entries.map(({ draft }) => draft.approvedBy ?? null)),
      arrayOf(entries.map((_, index) => salt(index))),
      arrayOf(entries.map((entry, index) => hashOf(entry, now, salt(index)))),
      arrayOf(lines.map(({ entry }) => entry.id)),
      arrayOf(lines.map(({ line }) => String(line.number))),
      arrayOf(lines.map(({ line }) => line.account.id)),
      arrayOf(lines.map(({ line }) => line.side)),
      arrayOf(lines.map(({ line }) => line.amount.toString())),
      arrayOf(lines.map(({ line }) => line.account.ref.currency)),
      arrayOf(lines.map(({ line }) => line.accountVersion?.toString() ?? null)),
      arrayOf(lines.map(({ line }) => line.balanceAfter?.toString() ?? null)),
    ],
  );
}

const hashOf = ({ id, draft, linkedTo, lines }: StagedEntry, now: Date, salt: string): string =>
  entryHash({
    id,
    reference: draft.reference,
    template: draft.template,
    occurredAt: draft.occurredAt,
    recordedAt: now,
    linkedTo,
    reverses: draft.reverses ?? null,
    reason: draft.reason ?? null,
    recordedBy: draft.recordedBy ?? null,
    approvedBy: draft.approvedBy ?? null,
    salt,
    lines: lines.map((line) => ({
      number: line.number,
      accountId: line.account.id,
      address: addressOf(line.account.ref),
      side: line.side,
      amount: line.amount,
      currency: line.account.ref.currency,
      accountVersion: line.accountVersion,
      balanceAfter: line.balanceAfter,
    })),
  });

async function insertHolds(tx: Tx, { holds }: Books): Promise<void> {
  await tx.query(
    `INSERT INTO ledger.holds
       (id, reference, account_id, counter_account_id, amount, currency, reason, expires_at)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                          $7::text[], $8::timestamptz[])`,
    [
      holds.map(({ id }) => id),
      holds.map(({ draft }) => draft.reference),
      holds.map(({ account }) => account.id),
      holds.map(({ counterAccount }) => counterAccount.id),
      holds.map(({ draft }) => draft.amount.toString()),
      holds.map(({ account }) => account.ref.currency),
      holds.map(({ draft }) => draft.reason),
      holds.map(({ draft }) => draft.expiresAt?.toISOString() ?? null),
    ],
  );
}

async function insertEndings(tx: Tx, { endings }: Books): Promise<void> {
  await tx.query(
    `INSERT INTO ledger.hold_endings (hold_id, outcome, entry_id, amount, ended_at)
     SELECT * FROM UNNEST($1::text[], $2::ledger.hold_outcome[], $3::text[], $4::bigint[],
                          $5::timestamptz[])`,
    [
      endings.map(({ holdId }) => holdId),
      endings.map(({ outcome }) => outcome),
      endings.map(({ entryId }) => entryId),
      endings.map(({ amount }) => amount.toString()),
      endings.map(({ endedAt }) => endedAt.toISOString()),
    ],
  );
}

async function updateAccounts(tx: Tx, books: Books): Promise<void> {
  await preparedRows(tx, UPDATE_ACCOUNTS, accountValues(books));
}
