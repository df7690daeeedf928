// Closing the books up to a moment. What occurred before it is then final: the store refuses any
// further entry, and the trial balance of the closed time is hashed, chained to the closing before and
// signed. Entries hold a lock together while they are written and a closing takes it alone, so an
// entry that is under way either is part of the closed books or is refused.
import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { type Database, rows, type Tx } from '../shared/database.js';
import { present } from '../shared/refusal.js';
import type { ClosingView } from './contract.js';
import { refuseLedger } from './refusals.js';
import { joined, trialBalance, type TrialBalanceRow } from './reports/trial-balance.js';
import { encode } from './seals/canonical.js';
import { closingHash, type HashedClosing } from './seals/closing.js';
import { NO_SEAL } from './seals/seal.js';
import { newestSeal } from './seals/seal-store.js';
import { Sealer } from './seals/sealer.js';
import { Signer } from './seals/signer.js';
import { type ClosingRow, toClosingView } from './seals/views.js';

export interface CloseCommand {
  /** Nothing that occurred before this moment is written any more. */
  readonly through: Date;
  readonly reason: string;
  readonly closedBy: string;
}

@Injectable()
export class Periods {
  constructor(
    private readonly sealer: Sealer,
    private readonly signer: Signer,
  ) {}

  /**
   * Closes the books. Refuses `period_not_over` unless the moment lies at least five minutes back
   * (what is under way carries its own time) and after the last closing's.
   */
  async close(tx: Tx, { through, reason, closedBy }: CloseCommand): Promise<ClosingView> {
    await refuseUnlessOver(tx, through);
    // The long sum runs before the lock, so that payments wait only for what came since.
    const before = (await newestSeal(tx))?.lastPosition ?? 0n;
    const sums = await trialBalance(tx, { position: before, occurredBefore: through });
    await tx.query('SELECT pg_advisory_xact_lock(7105521)');
    await refuseUnlessOver(tx, through);
    await this.sealer.sealWithin(tx);
    const position = (await newestSeal(tx))?.lastPosition ?? 0n;
    const rest = await trialBalance(tx, { after: before, position, occurredBefore: through });
    const last = await lastClosing(tx);
    const closing = {
      number: (last?.number ?? 0) + 1,
      through,
      position,
      balancesHash: balancesHash(through, position, joined(sums, rest)),
      reason,
      closedBy,
      closedAt: await databaseTime(tx),
      previousHash: last?.hash ?? NO_SEAL,
    };
    return this.insert(tx, closing);
  }

  /** All closings, newest first. */
  async list(db: Database): Promise<ClosingView[]> {
    const found = await rows<ClosingRow>(db, 'SELECT * FROM ledger.closings ORDER BY number DESC');
    return found.map(toClosingView);
  }

  /** One closing with the trial balance it closed. Refuses `period_unknown`. */
  async one(
    db: Database,
    number: number,
  ): Promise<{ closing: ClosingView; rows: TrialBalanceRow[]; unchanged: boolean }> {
    const [row] = await rows<ClosingRow>(db, 'SELECT * FROM ledger.closings WHERE number = $1', [
      number,
    ]);
    if (row === undefined) throw refuseLedger('period_unknown');
    const position = BigInt(row.position);
    const sums = await trialBalance(db, { position, occurredBefore: row.through });
    const again = balancesHash(row.through, position, sums);
    return { closing: toClosingView(row), rows: sums, unchanged: again.equals(row.balances_hash) };
  }

  private async insert(tx: Tx, closing: HashedClosing): Promise<ClosingView> {
    const own = closingHash(closing);
    const { keyId, signature } = await this.signer.sign(tx, own);
    const [row] = await rows<ClosingRow>(
      tx,
      `INSERT INTO ledger.closings (number, through, position, balances_hash, reason, closed_by,
                                    closed_at, previous_hash, hash, key_id, signature)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *`,
      [
        closing.number,
        closing.through.toISOString(),
        closing.position.toString(),
        closing.balancesHash,
        closing.reason,
        closing.closedBy,
        closing.closedAt.toISOString(),
        closing.previousHash,
        own,
        keyId,
        signature,
      ],
    );
    return toClosingView(present(row, 'the closing was inserted'));
  }
}

/** SHA-256 over the trial balance of a closed time. */
export const balancesHash = (
  through: Date,
  position: bigint,
  sums: readonly TrialBalanceRow[],
): Buffer =>
  hash(
    'sha256',
    encode(
      'tenner.balances.v1',
      through,
      position,
      ...sums.flatMap(({ code, currency, debit, credit }) => [code, currency, debit, credit]),
    ),
    'buffer',
  );

async function refuseUnlessOver(tx: Tx, through: Date): Promise<void> {
  const [row] = await rows<{ over: boolean; fresh: boolean }>(
    tx,
    `SELECT $1::timestamptz <= clock_timestamp() - interval '5 minutes' AS over,
            NOT EXISTS (SELECT FROM ledger.closings WHERE through >= $1) AS fresh`,
    [through.toISOString()],
  );
  if (row?.over !== true) {
    throw refuseLedger('period_not_over', 'It must lie at least five minutes back.');
  }
  if (!row.fresh) throw refuseLedger('period_not_over', 'It must lie after the last closing.');
}

async function lastClosing(tx: Tx): Promise<ClosingRow | undefined> {
  const [row] = await rows<ClosingRow>(
    tx,
    'SELECT * FROM ledger.closings ORDER BY number DESC LIMIT 1',
  );
  return row;
}

async function databaseTime(tx: Tx): Promise<Date> {
  const [row] = await rows<{ at: Date }>(
    tx,
    `SELECT date_trunc('milliseconds', clock_timestamp()) AS at`,
  );
  return present(row, 'the database tells the time').at;
}
