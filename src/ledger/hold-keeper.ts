// Ends holds whose time is over. Nothing depends on its punctuality: by the ledger's time an expired
// hold is over whether or not anybody has been here, and whoever locks the account ends it then. The
// keeper ends those of accounts that nobody touches, dated with the moment they expired.
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Clock } from '../shared/clock.js';
import { rows, Transactor } from '../shared/database.js';
import { Periodic } from '../shared/periodic.js';
import { type AccountRef, refOfRow } from './chart.js';
import { Ledger } from './ledger.js';

const EVERY_MS = 1000;
const HOLDS_MAX = 100;

interface OverdueRow {
  reference: string;
  accounts: { code: number; owner: string; currency: string }[];
}

@Injectable()
export class HoldKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(HoldKeeper.name);
  private readonly rounds = new Periodic(
    EVERY_MS,
    () => this.expire(),
    (error) => {
      this.log.error('ending holds failed; trying again in the next round', error);
    },
  );

  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Ends at most a hundred overdue holds and answers how many there were. */
  async expire(): Promise<number> {
    const overdue = await this.overdue();
    if (overdue.length === 0) return 0;
    await this.transactor.run(async (tx) => {
      // Those that somebody ended meanwhile are not loaded any more, so they do not end twice.
      const references = overdue.map(({ reference }) => reference);
      const books = await this.ledger.lockKnown(tx, overdue.flatMap(accountsOf), references);
      await this.ledger.write(tx, books);
    });
    return overdue.length;
  }

  private overdue(): Promise<OverdueRow[]> {
    const account = (alias: string): string =>
      `jsonb_build_object('code', ${alias}.code, 'owner', ${alias}.owner, 'currency', ${alias}.currency)`;
    return rows<OverdueRow>(
      this.transactor.reader,
      `SELECT h.reference, jsonb_build_array(${account('a')}, ${account('c')}) AS accounts
         FROM ledger.accounts a
         JOIN ledger.holds h ON h.account_id = a.id
         JOIN ledger.accounts c ON c.id = h.counter_account_id
        WHERE a.held > 0 AND h.expires_at <= $1
          AND NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)
        ORDER BY h.expires_at LIMIT $2`,
      [this.clock.now(), HOLDS_MAX],
    );
  }
}

const accountsOf = ({ accounts }: OverdueRow): AccountRef[] => accounts.map(refOfRow);
