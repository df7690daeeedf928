// P4: the processor made a charge's money available; it moves from pending to available in our books.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { draftEntry, Ledger, platformAccount } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { Transactor } from '../../shared/database.js';
import { Sweeper } from '../sweep/sweeper.js';
import { takeDueCharges } from './charge-store.js';

const SETTLE_MAX = 100;

@Injectable()
export class SettleCharges implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('settling charges', () => this.run());
  }

  /** Settles what is due, up to a hundred at once. */
  async run(): Promise<void> {
    await this.transactor.run(async (tx) => {
      const due = await takeDueCharges(tx, SETTLE_MAX);
      if (due.length === 0) return;
      const entries = due.map(({ chargeId, currency, net }) =>
        draftEntry(
          'P4',
          `${chargeId}:available`,
          this.clock.now(),
          {
            available: platformAccount('stripe.available', currency),
            pending: platformAccount('stripe.pending', currency),
          },
          { amount: net },
        ),
      );
      const books = await this.ledger.lock(
        tx,
        entries.flatMap((entry) => entry.lines.map((line) => line.account)),
      );
      books.post(...entries);
      await this.ledger.write(tx, books);
    });
  }
}
