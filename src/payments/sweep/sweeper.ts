// The clock's work: calls whose outcome nobody brought, news that waits to be read, deadlines that
// passed, money that became available. Each room adds its own here when it starts; what somebody watches
// come, as prompt work, which has rounds of its own. Every process sweeps; rows are taken with SKIP
// LOCKED, so each is done by one.
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Periodic } from '../../shared/periodic.js';

const EVERY_MS = 5000;
const PROMPTLY_MS = 500;

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
  private readonly prompt: Work[] = [];
  private readonly rounds = [
    this.every(EVERY_MS, () => this.sweep()),
    this.every(PROMPTLY_MS, () => this.doAll(this.prompt)),
  ];

  constructor(private readonly clock: Clock) {}

  /** Adds what is to be done, in every round or this often. Called while the modules start. */
  add(what: string, work: () => Promise<void>, everySeconds = 0): void {
    this.works.push({ what, work, everySeconds, lastAt: this.clock.now().getTime() });
  }

  /** Adds what is to be done twice a second. Called while the modules start. */
  addPrompt(what: string, work: () => Promise<void>): void {
    this.prompt.push({ what, work, everySeconds: 0, lastAt: 0 });
  }

  onApplicationBootstrap(): void {
    for (const rounds of this.rounds) rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.rounds.map((rounds) => rounds.stop()));
  }

  /** One round of everything, prompt or not. */
  sweep(): Promise<void> {
    return this.doAll([...this.works, ...this.prompt]);
  }

  private every(ms: number, work: () => Promise<void>): Periodic {
    return new Periodic(ms, work, (error) => {
      this.log.error('a round failed; trying again in the next one', error);
    });
  }

  // Each part goes on when another fails.
  private async doAll(works: readonly Work[]): Promise<void> {
    const now = this.clock.now().getTime();
    for (const each of works) {
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
