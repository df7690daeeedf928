// The clock of payments that wait. What can be undone no longer is sent, what is to arrive now arrives,
// what nobody accepted goes back, and a day before that both people are told. Each process asks what is due;
// rows are taken with SKIP LOCKED, so each is done by one, many in one transaction.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { type Payment, sendingReference } from '../payment/payment.js';
import { PaymentRecords } from '../payment/payment-records.js';
import { type DueState, takeDue, takeExpiring } from '../payment/payment-store.js';
import { Sweeper } from '../sweep/sweeper.js';
import { ResumePayments } from '../trust/resume.js';
import { Arrive } from './arrive.js';
import { GiveBack } from './give-back.js';

const AT_ONCE = 100;

/** What a due payment may become. */
@Injectable()
export class WaitEnds {
  constructor(
    readonly resume: ResumePayments,
    readonly arrive: Arrive,
    readonly giveBack: GiveBack,
    readonly records: PaymentRecords,
  ) {}
}

/** Ends the waits of payments, which the caller has locked. */
type Ending = (tx: Tx, payments: readonly Payment[], at: Date) => Promise<unknown>;

@Injectable()
export class KeepTime implements OnModuleInit {
  private readonly log = new Logger(KeepTime.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly ends: WaitEnds,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.addPrompt('payments whose wait is over', () => this.run());
  }

  /** Does all that is due. */
  async run(): Promise<void> {
    await this.endAll('sending', (tx, payments, at) =>
      this.ends.resume.run(
        tx,
        payments.map((payment) => ({
          payment,
          setAside: sendingReference(payment),
          actor: 'clock',
          cause: 'the undo window ended',
        })),
        at,
      ),
    );
    await this.endAll('arriving', (tx, payments, at) => this.ends.arrive.run(tx, payments, at));
    await this.endAll('waiting', (tx, payments, at) =>
      this.ends.giveBack.run(tx, payments, { why: 'expired', actor: 'clock', at }),
    );
    await this.warn();
  }

  // What could not be ended is left out until the next round, so that it is in nobody's way.
  private async endAll(state: DueState, ending: Ending): Promise<void> {
    const tried: string[] = [];
    for (;;) {
      const taken = await this.end(state, ending, tried, AT_ONCE).catch((error: unknown) => {
        this.log.error(`${state}: a gathered end failed; trying one by one`, error);
        return undefined;
      });
      if (taken === undefined) return this.endAlone(state, ending, tried);
      tried.push(...taken);
      if (taken.length < AT_ONCE) return;
    }
  }

  // One that makes the database fail hurts only itself.
  private async endAlone(state: DueState, ending: Ending, tried: string[]): Promise<void> {
    const due = await this.due(state, tried);
    for (const id of due) {
      const others = due.filter((other) => other !== id);
      await this.end(state, ending, [...tried, ...others], 1).catch((error: unknown) => {
        this.log.error(`${id} could not end its wait; trying again`, error);
      });
    }
  }

  private end(
    state: DueState,
    ending: Ending,
    but: readonly string[],
    limit: number,
  ): Promise<string[]> {
    const at = this.clock.now();
    return this.transactor.run(async (tx) => {
      const payments = await takeDue(tx, { state, at, limit, but });
      if (payments.length > 0) await ending(tx, payments, at);
      return payments.map(({ id }) => id);
    });
  }

  private due(state: DueState, but: readonly string[]): Promise<string[]> {
    const search = { state, at: this.clock.now(), limit: AT_ONCE, but };
    return this.transactor.run(async (tx) => (await takeDue(tx, search)).map(({ id }) => id));
  }

  private async warn(): Promise<void> {
    await this.transactor.run(async (tx) => {
      const payments = await takeExpiring(tx, this.clock.now(), AT_ONCE);
      await this.ends.records.expiring(tx, payments);
    });
  }
}
