// The clock's work: calls whose outcome nobody brought, reviews whose deadline passed, and charges
// whose money became available. Every process runs it; rows are taken with SKIP LOCKED, so each is
// done by one. What it finds it hands to the same verbs that people use.
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { draftEntry, Ledger, platformAccount } from '../ledger/index.js';
import { Clock } from '../shared/clock.js';
import { Transactor } from '../shared/database.js';
import { Periodic } from '../shared/periodic.js';
import { ReviewPayment } from './review/review-payment.js';
import { takeDueCharges } from './funding/charge-store.js';
import { ProcessorCalls } from './funding/processor-calls.js';

const EVERY_MS = 5000;
const SETTLE_MAX = 100;

@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(Sweeper.name);
  private readonly rounds = new Periodic(
    EVERY_MS,
    () => this.sweep(),
    (error) => {
      this.log.error('a round failed; trying again in the next one', error);
    },
  );

  constructor(
    private readonly transactor: Transactor,
    private readonly calls: ProcessorCalls,
    private readonly reviews: ReviewPayment,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round. Each part goes on when another fails. */
  async sweep(): Promise<void> {
    await this.guard('asking again', async () => {
      const stale = await this.calls.takeStale();
      await Promise.all(stale.map(({ paymentId, leg }) => this.calls.ask(paymentId, leg)));
    });
    await this.guard('ending reviews', () => this.reviews.expireOverdue());
    await this.guard('settling charges', () => this.settle());
  }

  // P4: the processor made the money available; it moves from pending to available in our books.
  private async settle(): Promise<void> {
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

  private async guard(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.error(`${what} failed; trying again in the next round`, error);
    }
  }
}
