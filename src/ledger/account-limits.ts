// What one account may do: its floor, its ceiling, and whether it is open, takes debits only, is
// frozen or is closed. Every change has a reason and a name beside it, and is kept. Only guarded
// accounts have limits; the platform's own write down what happened, whatever that is.
import { Injectable } from '@nestjs/common';
import { rows, type Tx } from '../shared/database.js';
import type { AccountState } from './books/account.js';
import { type AccountRef, addressOf } from './chart.js';
import { Ledger } from './ledger.js';
import { refuseLedger } from './refusals.js';

export interface LimitChange {
  readonly state?: AccountState;
  /** Minor units; null takes the limit away. */
  readonly floor?: bigint | null;
  readonly ceiling?: bigint | null;
  readonly reason: string;
  readonly changedBy: string;
}

export interface Limits {
  readonly state: AccountState;
  readonly floor: bigint | null;
  readonly ceiling: bigint | null;
}

interface LimitsRow {
  id: string;
  state: AccountState;
  floor: string | null;
  ceiling: string | null;
  append_only: boolean;
  available: string;
  expected: string;
  empty: boolean;
}

@Injectable()
export class AccountLimits {
  constructor(private readonly ledger: Ledger) {}

  /**
   * Changes what the account may do and answers what it may do now. Refuses `account_unknown`,
   * `account_never_refuses`, `account_closed` (closing is for ever), `account_not_empty`, and
   * `limit_crossed` for a limit the account is already beyond.
   */
  async change(tx: Tx, ref: AccountRef, change: LimitChange): Promise<Limits> {
    // Holds that have expired stand in nobody's way: taking the account ends them.
    await this.ledger.write(tx, await this.ledger.lockKnown(tx, [ref]));
    const account = await lockLimits(tx, ref);
    const next = {
      state: change.state ?? account.state,
      floor: change.floor === undefined ? minor(account.floor) : change.floor,
      ceiling: change.ceiling === undefined ? minor(account.ceiling) : change.ceiling,
    };
    if (next.state === 'closed' && !account.empty) throw refuseLedger('account_not_empty');
    const available = BigInt(account.available);
    const expected = BigInt(account.expected);
    const crossed =
      (next.floor !== null && available < next.floor) ||
      (next.ceiling !== null && expected > next.ceiling);
    if (crossed) throw refuseLedger('limit_crossed', addressOf(ref));
    await tx.query(
      `UPDATE ledger.accounts SET state = $2, floor = $3, ceiling = $4 WHERE id = $1`,
      [account.id, next.state, next.floor?.toString(), next.ceiling?.toString()],
    );
    await tx.query(
      `INSERT INTO ledger.account_changes
         (account_id, number, state, floor, ceiling, reason, changed_by)
       SELECT $1, count(*) + 1, $2, $3, $4, $5, $6
         FROM ledger.account_changes WHERE account_id = $1`,
      [
        account.id,
        next.state,
        next.floor?.toString(),
        next.ceiling?.toString(),
        change.reason,
        change.changedBy,
      ],
    );
    return next;
  }
}

async function lockLimits(tx: Tx, ref: AccountRef): Promise<LimitsRow> {
  const [account] = await rows<LimitsRow>(
    tx,
    `SELECT id, state, floor, ceiling, append_only, balance - held AS available,
            balance + incoming AS expected, (balance = 0 AND held = 0 AND incoming = 0) AS empty
       FROM ledger.accounts WHERE address = $1 FOR NO KEY UPDATE`,
    [addressOf(ref)],
  );
  if (account === undefined) throw refuseLedger('account_unknown', addressOf(ref));
  if (account.append_only) throw refuseLedger('account_never_refuses', addressOf(ref));
  if (account.state === 'closed') throw refuseLedger('account_closed', addressOf(ref));
  return account;
}

const minor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
