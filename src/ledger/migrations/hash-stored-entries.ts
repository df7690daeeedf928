// Gives every entry that was written before entries had a hash its salt and its hash. Part of one
// migration; a fresh database has no such entries.
import { randomBytes } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import type { Side } from '../chart.js';
import { entryHash } from '../seals/canonical.js';

interface StoredEntry {
  id: string;
  reference: string;
  template: string;
  occurred_at: Date;
  recorded_at: Date;
  lines: {
    number: number;
    account_id: string;
    address: string;
    side: Side;
    amount: string;
    currency: string;
    account_version: string | null;
    balance_after: string | null;
  }[];
}

const PAGE = 1000;

export async function hashStoredEntries(runner: QueryRunner): Promise<void> {
  for (;;) {
    const entries = (await runner.query(
      `SELECT e.id, e.reference, e.template, e.occurred_at, e.recorded_at,
              (SELECT jsonb_agg(jsonb_build_object('number', l.number, 'account_id', l.account_id,
                        'address', a.address, 'side', l.side, 'amount', l.amount::text,
                        'currency', l.currency, 'account_version', l.account_version::text,
                        'balance_after', l.balance_after::text) ORDER BY l.number)
                 FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
                WHERE l.entry_id = e.id) AS lines
         FROM ledger.entries e WHERE e.hash IS NULL LIMIT $1`,
      [PAGE],
    )) as StoredEntry[];
    if (entries.length === 0) return;
    const salts = entries.map(() => randomBytes(16));
    const hashes = entries.map((entry, index) =>
      hashOf(entry, salts[index]?.toString('hex') ?? ''),
    );
    await runner.query(
      `UPDATE ledger.entries e SET salt = n.salt, hash = decode(n.hash, 'hex')
         FROM UNNEST($1::text[], $2::bytea[], $3::text[]) AS n (id, salt, hash) WHERE e.id = n.id`,
      [entries.map(({ id }) => id), salts, hashes],
    );
  }
}

const hashOf = (entry: StoredEntry, salt: string): string =>
  entryHash({
    id: entry.id,
    reference: entry.reference,
    template: entry.template,
    occurredAt: entry.occurred_at,
    recordedAt: entry.recorded_at,
    linkedTo: null,
    reverses: null,
    reason: null,
    recordedBy: null,
    approvedBy: null,
    salt,
    lines: entry.lines.map((line) => ({
      number: line.number,
      accountId: line.account_id,
      address: line.address,
      side: line.side,
      amount: BigInt(line.amount),
      currency: line.currency,
      accountVersion: line.account_version === null ? null : BigInt(line.account_version),
      balanceAfter: line.balance_after === null ? null : BigInt(line.balance_after),
    })),
  });
