// The clock of gifts: when the time of one is over, what nobody opened is its giver's again. Each process
// asks which are due; each is ended by one of them.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { Sweeper } from '../sweep/sweeper.js';
import { balanceOf, claimOf, type Gift, leftEntry } from './gift.js';
import { GiftRecords } from './gift-records.js';
import { dueGifts, takeDueGift } from './gift-store.js';

const AT_ONCE = 100;

@Injectable()
export class EndGifts implements OnModuleInit {
  private readonly log = new Logger(EndGifts.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly records: GiftRecords,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.addPrompt('gifts whose time is over', () => this.run());
  }

  /** Ends those that are due. One that cannot be ended keeps no other. */
  async run(): Promise<void> {
    const at = this.clock.now();
    for (const id of await dueGifts(this.transactor.reader, at, AT_ONCE)) {
      try {
        await this.transactor.run(async (tx) => {
          const gift = await takeDueGift(tx, id);
          if (gift !== undefined) await this.end(tx, gift, at);
        });
      } catch (error) {
        this.log.error(`${id} could not be ended; trying again`, error);
      }
    }
  }

  // A giver who may not receive money at the moment has it when they may; nobody else can by then.
  private async end(tx: Tx, gift: Gift, at: Date): Promise<void> {
    const books = await this.ledger.lock(tx, [balanceOf(gift.giverId, gift), claimOf(gift)]);
    if (books.post(leftEntry(gift, at)) !== undefined) return;
    await this.ledger.write(tx, books);
    await this.records.ended(tx, { ...gift, state: 'ended', updatedAt: at });
  }
}
