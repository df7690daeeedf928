// The clock's work: calls whose outcome nobody brought, news that waits to be read, deadlines that
// passed, money that became available. Each room adds its own here when it starts. Every process
// sweeps; rows are taken with SKIP LOCKED, so each is done by one.
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Periodic } from '../../shared/periodic.js';

const EVERY_MS = 5000;

@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(Sweeper.name);
  private readonly works: { readonly what: string; readonly work: () => Promise<void> }[] = [];
  private readonly rounds = new Periodic(
    EVERY_MS,
    () => this.sweep(),
    (error) => {
      this.log.error('a round failed; trying again in the next one', error);
    },
  );

  /** Adds what is to be done in every round. Called while the modules start. */
  add(what: string, work: () => Promise<void>): void {
    this.works.push({ what, work });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round. Each part goes on when another fails. */
  async sweep(): Promise<void> {
    for (const { what, work } of this.works) {
      try {
        await work();
      } catch (error) {
        this.log.error(`${what} failed; trying again in the next round`, error);
      }
    }
  }
}
