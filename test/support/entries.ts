// Journal entries written by SQL, statement by statement, on a connection of the test's own: for
// tests that must decide when a transaction locks, writes and commits. What is written is what the
// application would write, hash included, and the database's guards are on.
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { entryHash, type HashedLine } from '../../src/ledger/seals/canonical.js';

export interface EntryByHand {
  readonly reference?: string;
  readonly template?: string;
  readonly linkedTo?: string;
  readonly reverses?: string;
  readonly reason?: string;
  readonly recordedBy?: string;
  readonly approvedBy?: string;
  /** From the account that is debited to the one that is credited: address, address, minor units. */
  readonly moves: readonly (readonly [debit: string, credit: string, amount: bigint])[];
}

interface AccountRow {
  id: string;
  address: string;
  currency: string;
  normal_side: 'debit' | 'credit';
  append_only: boolean;
  balance: string;
  version: string;
}

/** Opens accounts by their addresses; those of the platform (an empty owner) are append-only. */
export async function openAccounts(client: pg.Client, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const [name = '', owner = '', currency = ''] = address.split(':');
    const debit = /^(stripe|bank)/.test(name);
    await client.query(
      `INSERT INTO ledger.accounts (id, address, code, owner, currency, normal_side, append_only, floor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        `acc_${randomUUID()}`,
        address,
        name === 'user.available' ? 2010 : debit ? 1010 : 4010,
        owner,
        currency,
        debit ? 'debit' : 'credit',
        owner === '',
        owner === '' ? null : 0,
      ],
    );
  }
}

/**
 * Locks the accounts, then writes the entries in their order, all in the transaction that is open on
 * the connection (or each statement for itself). Answers their ids.
 */
export async function writeEntries(
  client: pg.Client,
  entries: readonly EntryByHand[],
): Promise<string[]> {
  const addresses = [...new Set(entries.flatMap(({ moves }) => moves.flatMap(([d, c]) => [d, c])))];
  await client.query(
    `SELECT FROM ledger.accounts WHERE address = ANY($1) AND NOT append_only
      ORDER BY id FOR NO KEY UPDATE`,
    [addresses],
  );
  const { rows } = await client.query<AccountRow>(
    `SELECT id, address, currency, normal_side, append_only, balance, version
       FROM ledger.accounts WHERE address = ANY($1)`,
    [addresses],
  );
  const accounts = new Map(
    rows.map((row) => [
      row.address,
      { ...row, balance: BigInt(row.balance), version: BigInt(row.version) },
    ]),
  );
  const written = entries.map((entry) => staged(entry, accounts));
  await insertEntries(client, written);
  await client.query(
    `UPDATE ledger.accounts a SET balance = n.balance, version = n.version
       FROM UNNEST($1::text[], $2::bigint[], $3::bigint[]) AS n (id, balance, version)
      WHERE a.id = n.id AND NOT a.append_only`,
    [
      [...accounts.values()].map(({ id }) => id),
      [...accounts.values()].map(({ balance }) => balance.toString()),
      [...accounts.values()].map(({ version }) => version.toString()),
    ],
  );
  return written.map(({ id }) => id);
}

type Written = Parameters<typeof entryHash>[0] & { hash: string };

type Account = Omit<AccountRow, 'balance' | 'version'> & { balance: bigint; version: bigint };

/** The entry with its lines and hash; the accounts move on. */
function staged(entry: EntryByHand, accounts: ReadonlyMap<string, Account>): Written {
  const id = `je_${randomUUID()}`;
  const lines = entry.moves.flatMap(([debit, credit, amount]) =>
    ([debit, credit] as const).map((address, index) => {
      const account = accounts.get(address);
      if (account === undefined) throw new Error(`${address} is not open`);
      const side = index === 0 ? ('debit' as const) : ('credit' as const);
      if (!account.append_only) {
        account.version += 1n;
        account.balance += side === account.normal_side ? amount : -amount;
      }
      return {
        accountId: account.id,
        address,
        side,
        amount,
        currency: account.currency,
        accountVersion: account.append_only ? null : account.version,
        balanceAfter: account.append_only ? null : account.balance,
      };
    }),
  );
  const at = new Date();
  const fields = {
    id,
    reference: entry.reference ?? `${id}:test`,
    template: entry.template ?? 'P3',
    occurredAt: at,
    recordedAt: at,
    linkedTo: entry.linkedTo ?? null,
    reverses: entry.reverses ?? null,
    reason: entry.reason ?? null,
    recordedBy: entry.recordedBy ?? null,
    approvedBy: entry.approvedBy ?? null,
    salt: randomBytes(16).toString('hex'),
    lines: lines.map((line, index): HashedLine => ({ ...line, number: index + 1 })),
  };
  return { ...fields, hash: entryHash(fields) };
}

async function insertEntries(client: pg.Client, entries: readonly Written[]): Promise<void> {
  await client.query(
    `INSERT INTO ledger.entries (id, reference, template, line_count, occurred_at, recorded_at,
                                 linked_to, reverses, reason, recorded_by, approved_by, salt, hash)
     SELECT id, reference, template, line_count, occurred_at, recorded_at, linked_to, reverses,
            reason, recorded_by, approved_by, decode(salt, 'hex'), decode(hash, 'hex')
       FROM jsonb_to_recordset($1) AS e (id text, reference text, template text,
            line_count smallint, occurred_at timestamptz, recorded_at timestamptz, linked_to text,
            reverses text, reason text, recorded_by text, approved_by text, salt text, hash text)`,
    [
      JSON.stringify(
        entries.map((entry) => ({
          ...entry,
          line_count: entry.lines.length,
          occurred_at: entry.occurredAt,
          recorded_at: entry.recordedAt,
          linked_to: entry.linkedTo,
          recorded_by: entry.recordedBy,
          approved_by: entry.approvedBy,
          lines: undefined,
        })),
      ),
    ],
  );
  const lines = entries.flatMap((entry) => entry.lines.map((line) => ({ ...line, id: entry.id })));
  await client.query(
    `INSERT INTO ledger.lines (entry_id, number, account_id, side, amount, currency,
                               account_version, balance_after)
     SELECT * FROM UNNEST($1::text[], $2::smallint[], $3::text[], $4::ledger.side[], $5::bigint[],
                          $6::text[], $7::bigint[], $8::bigint[])`,
    [
      lines.map((line) => line.id),
      lines.map((line) => line.number),
      lines.map((line) => line.accountId),
      lines.map((line) => line.side),
      lines.map((line) => line.amount.toString()),
      lines.map((line) => line.currency),
      lines.map((line) => line.accountVersion?.toString() ?? null),
      lines.map((line) => line.balanceAfter?.toString() ?? null),
    ],
  );
}
