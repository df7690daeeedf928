// A debt is paid from what comes in (P12a), as everybody agrees when they join: somebody whose refund
// or lost dispute was more than they had owes the rest, and money they receive pays it first. Nobody's
// spendable balance ever goes below zero.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ableToPay, type AccountRef, draftEntry, Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { Transactor } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { Sweeper } from '../sweep/sweeper.js';

const RECOVER_MAX = 50;

@Injectable()
export class RecoverDebts implements OnModuleInit {
  private readonly log = new Logger(RecoverDebts.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('recovering debts', () => this.run());
  }

  /** Takes what can be taken of what is owed, person by person. */
  async run(): Promise<void> {
    for (const { owner, currency } of await ableToPay(this.transactor.reader, RECOVER_MAX)) {
      await this.recover(owner, currency);
    }
  }

  private async recover(owner: string, currency: string): Promise<void> {
    const person: AccountRef = { name: 'user.available', owner, currency };
    const owed: AccountRef = { name: 'user.receivable', owner, currency };
    await this.transactor.run(async (tx) => {
      const books = await this.ledger.lock(tx, [person, owed]);
      const [has, owes] = [books.available(person), books.available(owed)];
      const amount = has < owes ? has : owes;
      if (amount <= 0n) return;
      const reference = `${newId('dbt')}:recovered`;
      const at = this.clock.now();
      const refusal = books.post(draftEntry('P12a', reference, at, { person, owed }, { amount }));
      // Frozen or limited in this moment: the next round tries again.
      if (refusal !== undefined) this.log.warn(`${owner} owes ${currency}: ${refusal.code}`);
      await this.ledger.write(tx, books);
    });
  }
}
