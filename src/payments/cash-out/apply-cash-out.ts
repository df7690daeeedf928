// The one place where news about a cash-out becomes a change in our books, whoever brings it: the
// reply, the event, the sweeper. The cash-out is locked; what the processor says is compared with
// what we asked for; the pure decisions say what follows; and each step posts once.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Books, Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { type OpenCall, ProcessorCalls } from '../calls/processor-calls.js';
import type {
  ProcessorPayout,
  ProcessorReversal,
  ProcessorTransfer,
} from '../processor/payouts.js';
import type { CashOutFailure } from './cash-out-refusals.js';
import { lockCashOut, storeCashOut } from './cash-out-store.js';
import {
  accountsTouched,
  type CashOut,
  type CashOutFacts,
  type CashOutOutcome,
} from './cash-out.js';
import { payoutNews } from './payout-news.js';
import { cancelRefused, notSent, reversalNews, transferNews } from './transfer-news.js';

type Decision = (facts: CashOutFacts, books: Books) => CashOutOutcome | undefined;
type Told = Pick<ProcessorTransfer, 'accountId' | 'amount' | 'currency' | 'live'>;

@Injectable()
export class ApplyCashOut {
  private readonly log = new Logger(ApplyCashOut.name);
  private readonly live: boolean;

  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly calls: ProcessorCalls,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.live = config.stripe.processor === 'stripe_live';
  }

  /** Applies how a payout stands. Harmless any number of times. */
  async payout(payout: ProcessorPayout): Promise<void> {
    if (payout.cashOutId === undefined) {
      this.log.warn(`payout ${payout.payoutId} was not made here`);
      return;
    }
    await this.told(payout.cashOutId, payout.payoutId, payout, (facts, books) => {
      const outcome = payoutNews(facts, payout, books);
      const { payoutId } = outcome?.cashOut ?? facts.cashOut;
      if (payoutId !== payout.payoutId) {
        this.log.error(`${facts.cashOut.id} had ended before payout ${payout.payoutId} was seen`);
      }
      return outcome;
    });
  }

  /** Applies a transfer to the person's account. Harmless any number of times. */
  async transfer(cashOutId: string, transfer: ProcessorTransfer): Promise<void> {
    await this.told(cashOutId, transfer.transferId, transfer, (facts, books) =>
      transferNews(facts, transfer, books),
    );
  }

  async reversal(cashOutId: string, reversal: ProcessorReversal): Promise<void> {
    await this.change(cashOutId, (facts, books) => reversalNews(facts, reversal, books));
  }

  /** The processor did not send it and never will: the person has it again. */
  async notSent(cashOutId: string, code: CashOutFailure): Promise<void> {
    await this.change(cashOutId, (facts, books) => notSent(facts, code, books));
  }

  async cancelRefused(cashOutId: string): Promise<void> {
    await this.change(cashOutId, cancelRefused);
  }

  /** Our own balance at the processor is short: asked again later, unless the person gave it up. */
  async wait(call: OpenCall): Promise<void> {
    await this.transactor.run(async (tx) => {
      const cashOut = await lockCashOut(tx, call.subjectId);
      if (cashOut?.state === 'requested') await this.calls.renew(tx, call);
      else if (cashOut !== undefined) {
        await this.decide(tx, cashOut, (facts, books) =>
          notSent(facts, 'cash_out_not_sent', books),
        );
      }
    });
  }

  private told(id: string, processorId: string, told: Told, decision: Decision): Promise<void> {
    return this.change(id, (facts, books) => {
      const fault = this.faultOf(facts.cashOut, told);
      if (fault === undefined) return decision(facts, books);
      this.log.error(`${id}: ${processorId} ${fault}; nothing was changed`);
      return undefined;
    });
  }

  private async change(cashOutId: string, decision: Decision): Promise<void> {
    await this.transactor.run(async (tx) => {
      const cashOut = await lockCashOut(tx, cashOutId);
      if (cashOut === undefined) this.log.warn(`${cashOutId} is no cash-out of ours`);
      else await this.decide(tx, cashOut, decision);
    });
  }

  private async decide(tx: Tx, cashOut: CashOut, decision: Decision): Promise<void> {
    const books = await this.ledger.lock(tx, accountsTouched(cashOut));
    const outcome = decision({ cashOut, at: this.clock.now() }, books);
    if (outcome === undefined) return;
    await this.ledger.write(tx, books);
    await storeCashOut(tx, outcome.cashOut);
    await this.calls.conclude(tx, cashOut.id, outcome.conclude);
    const { call: leg } = outcome;
    if (leg !== undefined) await this.calls.intendNow(tx, { subjectId: cashOut.id, leg });
  }

  private faultOf({ accountId, amount }: CashOut, told: Told): string | undefined {
    const { minor, currency } = amount;
    if (told.accountId !== accountId) return "is not for this person's account";
    if (told.amount !== minor) return `is for ${String(told.amount)}, not ${String(minor)}`;
    if (told.currency !== currency) return `is in ${told.currency}, not ${currency}`;
    return told.live === this.live ? undefined : 'is of another mode';
  }
}
