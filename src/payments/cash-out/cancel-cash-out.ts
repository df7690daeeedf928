// A person wants a cash-out back. As long as the processor has not sent it, that is possible: what is
// still to be moved or paid out is turned around on its way, and a payout that waits is cancelled.
// Until the processor has said so it is on its way, and stays that when it is too late.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import type { CashOutView } from './contract.js';
import { CashOutCalls } from './cash-out-calls.js';
import { refuseCashOut } from './cash-out-refusals.js';
import { findCashOut, lockCashOut, storeCashOut } from './cash-out-store.js';
import { toCashOutView } from './cash-out.view.js';
import { type CashOut, type CashOutLeg, moved } from './cash-out.js';

@Injectable()
export class CancelCashOut {
  private readonly log = new Logger(CancelCashOut.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly calls: ProcessorCalls,
    private readonly cashOutCalls: CashOutCalls,
    private readonly clock: Clock,
  ) {}

  /** Refuses `cash_out_unknown`, and `cash_out_not_cancellable` when it is too late. */
  async run(personId: string, cashOutId: string): Promise<CashOutView> {
    const leg = await this.transactor.run((tx) => this.begin(tx, personId, cashOutId));
    if (leg !== undefined) await this.ask(cashOutId, leg);
    const cashOut = await findCashOut(this.transactor.reader, cashOutId);
    const { state } = present(cashOut, `${cashOutId} was there`);
    if (state !== 'cancelled' && state !== 'cancelling')
      throw refuseCashOut('cash_out_not_cancellable');
    return toCashOutView(present(cashOut, `${cashOutId} was there`));
  }

  // What cannot be finished now is finished by the sweeper: the wish is written down.
  private async ask(cashOutId: string, leg: CashOutLeg): Promise<void> {
    try {
      await this.cashOutCalls.ask(cashOutId, leg);
    } catch (error) {
      this.log.error(`${cashOutId}:${leg} failed; trying again later`, error);
    }
  }

  // Answers which call, once made, tells whether it worked.
  private async begin(tx: Tx, personId: string, id: string): Promise<CashOutLeg | undefined> {
    const cashOut = await lockCashOut(tx, id);
    if (cashOut?.personId !== personId) throw refuseCashOut('cash_out_unknown');
    if (cashOut.state === 'cancelled' || cashOut.state === 'cancelling') return undefined;
    const leg = await this.legFor(tx, cashOut);
    if (leg === undefined) throw refuseCashOut('cash_out_not_cancellable');
    await storeCashOut(tx, moved(cashOut, 'cancelling', this.clock.now()));
    if (leg === 'payout_cancel') await this.calls.intend(tx, [{ subjectId: id, leg }]);
    return leg;
  }

  private async legFor(
    tx: Tx,
    { id, state, method, payoutStatus }: CashOut,
  ): Promise<CashOutLeg | undefined> {
    if (state === 'requested') return 'transfer';
    if (state === 'moved') return 'payout';
    const waits = state === 'in_transit' && payoutStatus === 'pending' && method === 'standard';
    const leg = 'payout_cancel';
    // It was asked before, and was too late then.
    return waits && !(await this.calls.intended(tx, { subjectId: id, leg })) ? leg : undefined;
  }
}
