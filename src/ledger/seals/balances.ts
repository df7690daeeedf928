// Balances of the past and of now. A balance is asked for as of a position, of which the past never
// changes; a moment is first turned into the position the books had reached by then. Nothing here
// looks at a clock that could be wrong by the length of a transaction.
import { Injectable } from '@nestjs/common';
import { type Database, rows, Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import type { Side } from '../chart.js';
import { refuseLedger } from '../refusals.js';
import { appendOnlyBalance } from './snapshots.js';
import { newestSeal } from './seal-store.js';

interface AccountRow {
  id: string;
  normalSide: Side;
  appendOnly: boolean;
  balance: string;
}

@Injectable()
export class Balances {
  constructor(private readonly transactor: Transactor) {}

  /**
   * Balance of the account with that address after the entry at `position`, in minor units on the
   * account's normal side. Position 0 is before the first entry. Refuses `account_unknown`
   * and `position_unknown`.
   */
  async balanceAt(address: string, position: bigint): Promise<bigint> {
    const { reader } = this.transactor;
    const account = await this.account(reader, address);
    const reached = (await newestSeal(reader))?.lastPosition ?? 0n;
    if (position < 0n || position > reached) {
      throw refuseLedger('position_unknown', `They have reached position ${reached.toString()}.`);
    }
    return account.appendOnly
      ? appendOnlyBalance(reader, account, position)
      : (await standingAt(reader, account.id, position)).balance;
  }

  /**
   * The position the books had reached at the moment: the last one that was sealed by then. The same
   * question has the same answer for ever. Refuses `moment_in_future`.
   */
  async positionAt(moment: Date): Promise<bigint> {
    return this.transactor.run(async (tx) => {
      // Held together with the sealer's lock: no seal of an earlier time can commit after this.
      await tx.query('SELECT pg_advisory_xact_lock_shared(7105522)');
      const [now] = await rows<{ later: boolean }>(
        tx,
        `SELECT date_trunc('milliseconds', clock_timestamp()) > $1::timestamptz AS later`,
        [moment.toISOString()],
      );
      if (now?.later !== true) throw refuseLedger('moment_in_future');
      const [seal] = await rows<{ position: string }>(
        tx,
        `SELECT last_position AS position FROM ledger.seals WHERE sealed_at <= $1
          ORDER BY sealed_at DESC, number DESC LIMIT 1`,
        [moment.toISOString()],
      );
      return BigInt(seal?.position ?? 0);
    });
  }

  /** The balance with all that is committed, sealed or not. Refuses `account_unknown`. */
  async balanceNow(address: string): Promise<bigint> {
    const { reader } = this.transactor;
    const account = await this.account(reader, address);
    return account.appendOnly ? appendOnlyBalance(reader, account, 'now') : BigInt(account.balance);
  }

  private async account(db: Database, address: string): Promise<AccountRow> {
    const [row] = await rows<AccountRow>(
      db,
      `SELECT id, normal_side AS "normalSide", append_only AS "appendOnly", balance
         FROM ledger.accounts WHERE address = $1`,
      [address],
    );
    if (row === undefined) throw refuseLedger('account_unknown');
    return row;
  }
}

// The account's versions and their positions rise together, so the last version that has reached
// the position is found by halving: some twenty look-ups among a million lines.
const GUARDED_STANDING_AT = `
  WITH RECURSIVE search (low, high) AS (
    SELECT 0::bigint, coalesce(max(account_version), 0) FROM ledger.lines WHERE account_id = $1
    UNION ALL
    SELECT CASE WHEN reached THEN middle ELSE low END, CASE WHEN reached THEN high ELSE middle - 1 END
      FROM (SELECT s.low, s.high, m.middle,
                   EXISTS (SELECT FROM ledger.lines l
                             JOIN ledger.positions p ON p.entry_id = l.entry_id
                            WHERE l.account_id = $1 AND l.account_version = m.middle
                              AND p.position <= $2) AS reached
              FROM search s, LATERAL (SELECT (s.low + s.high + 1) / 2 AS middle) m
             WHERE s.low < s.high) step
  )
  SELECT s.low AS version,
         coalesce((SELECT l.balance_after FROM ledger.lines l
                    WHERE l.account_id = $1 AND l.account_version = s.low), 0) AS balance
    FROM search s WHERE s.low = s.high`;

/** Where a guarded account stood after the entry at a position. */
export interface Standing {
  readonly version: bigint;
  /** Minor units on the account's normal side. */
  readonly balance: bigint;
}

/** The account's last version that had reached the position, and its balance; 0 and 0 before any. */
export async function standingAt(
  db: Database,
  accountId: string,
  position: bigint,
): Promise<Standing> {
  const [found] = await rows<{ version: string; balance: string }>(db, GUARDED_STANDING_AT, [
    accountId,
    position.toString(),
  ]);
  const { version, balance } = present(found, 'the search ends');
  return { version: BigInt(version), balance: BigInt(balance) };
}
