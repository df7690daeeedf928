// The clock's work: calls whose outcome nobody brought, news that waits to be read, deadlines that
// passed, money that became available. Each room adds its own here when it starts. Every process
// sweeps; rows are taken with SKIP LOCKED, so each is done by one.
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Periodic } from '../../shared/periodic.js';

const EVERY_MS = 5000;

interface Work {
  readonly what: string;
  readonly work: () => Promise<void>;
  readonly everySeconds: number;
  lastAt: number;
}

@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(Sweeper.name);
  private readonly works: Work[] = [];
  private readonly rounds = new Periodic(
    EVERY_MS,
    () => this.sweep(),
    (error) => {
      this.log.error('a round failed; trying again in the next one', error);
    },
  );

  constructor(private readonly clock: Clock) {}

  /** Adds what is to be done, in every round or this often. Called while the modules start. */
  add(what: string, work: () => Promise<void>, everySeconds = 0): void {
    this.works.push({ what, work, everySeconds, lastAt: this.clock.now().getTime() });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round. Each part goes on when another fails. */
  async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    for (const each of this.works) {
      const { what, work, everySeconds, lastAt } = each;
      // A clock that was set back must not keep the work waiting until it has caught up.
      const since = now - lastAt;
      if (since >= 0 && since < everySeconds * 1000) continue;
      each.lastAt = now;
      try {
        await work();
      } catch (error) {
        this.log.error(`${what} failed; trying again in the next round`, error);
      }
    }
  }
}
