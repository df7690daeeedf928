// The calls about a cash-out: move the money to the person's account, pay it out from there, cancel
// that, and move back what came back. Each asks the processor and hands the answer to the one place
// that applies it. Beside them, the news that comes unasked, and the question after news that is late.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { type OpenCall, ProcessorCalls } from '../calls/processor-calls.js';
import { sendOrLook } from '../calls/send-or-look.js';
import { Inbox } from '../inbox/inbox.js';
import { type ProcessorPayout, ProcessorPayouts } from '../processor/payouts.js';
import { OutcomeUnknown, ProcessorRefused } from '../processor/processor.js';
import { Sweeper } from '../sweep/sweeper.js';
import { ApplyCashOut } from './apply-cash-out.js';
import { sendingFailure } from './cash-out-refusals.js';
import { findCashOut, takeOverdue } from './cash-out-store.js';
import type { CashOut, CashOutLeg } from './cash-out.js';

const PAYOUT_EVENTS = /^payout\.(created|updated|paid|failed|canceled)$/;
const OVERDUE_MAX = 20;

/** What a cash-out's calls have to do with. */
@Injectable()
export class CashOutCallParts {
  constructor(
    readonly calls: ProcessorCalls,
    readonly inbox: Inbox,
    readonly sweeper: Sweeper,
  ) {}
}

@Injectable()
export class CashOutCalls implements OnModuleInit {
  private readonly log = new Logger(CashOutCalls.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly payouts: ProcessorPayouts,
    private readonly parts: CashOutCallParts,
    private readonly apply: ApplyCashOut,
  ) {}

  onModuleInit(): void {
    const { calls, inbox, sweeper } = this.parts;
    const legs: Record<CashOutLeg, (cashOut: CashOut, call: OpenCall) => Promise<void>> = {
      transfer: (cashOut, call) => this.transfer(cashOut, call),
      payout: (cashOut, call) => this.payOut(cashOut, call),
      payout_cancel: (cashOut, call) => this.cancel(cashOut, call),
      reversal: (cashOut, call) => this.reverse(cashOut, call),
    };
    for (const [leg, make] of Object.entries(legs)) {
      calls.handle(leg, async (call) => {
        const cashOut = await findCashOut(this.transactor.reader, call.subjectId);
        await make(present(cashOut, `${call.subjectId} is a cash-out`), call);
      });
    }
    inbox.handle('payout', PAYOUT_EVENTS, async (payoutId, { account }) => {
      // A payout of our own balance is no cash-out.
      if (account !== undefined) await this.bring(account, payoutId);
    });
    sweeper.add('looking after payouts', () => this.lookAfter());
  }

  /** Makes a call that was intended, if nobody has heard its answer yet. */
  ask(cashOutId: string, leg: CashOutLeg): Promise<void> {
    return this.parts.calls.ask(cashOutId, leg);
  }

  /** Asks how payouts stand whose news are overdue. */
  async lookAfter(): Promise<void> {
    for (const { id, accountId, payoutId } of await takeOverdue(
      this.transactor.reader,
      OVERDUE_MAX,
    )) {
      try {
        await this.bring(accountId, present(payoutId, `${id} has a payout`));
      } catch (error) {
        this.log.warn(`${id}: asking again in an hour: ${String(error)}`);
      }
    }
  }

  private async bring(accountId: string, payoutId: string): Promise<void> {
    await this.apply.payout(await this.payouts.findPayout(accountId, payoutId));
  }

  private async transfer(cashOut: CashOut, call: OpenCall): Promise<void> {
    const { id, accountId, amount } = cashOut;
    const request = { cashOutId: id, accountId, amount: amount.minor, currency: amount.currency };
    try {
      const transfer = await sendOrLook(
        call,
        () => this.payouts.transfer(request, call.key),
        () => this.payouts.transferOf(id),
      );
      if (transfer === undefined) await this.apply.notSent(id, 'cash_out_not_sent');
      else await this.apply.transfer(id, transfer);
    } catch (error) {
      if (!(error instanceof ProcessorRefused)) throw error;
      if (error.code === 'balance_insufficient') {
        this.log.error(`${call.key}: our balance at the processor is short; it must be topped up`);
        await this.apply.wait(call);
      } else await this.refused(call, error);
    }
  }

  private async payOut(cashOut: CashOut, call: OpenCall): Promise<void> {
    const { id, accountId, destinationId, method, amount } = cashOut;
    const money = { amount: amount.minor, currency: amount.currency };
    const request = { cashOutId: id, accountId, destinationId, method, ...money };
    try {
      const payout = await sendOrLook(
        call,
        () => this.payouts.payOut(request, call.key),
        () => this.payouts.payoutOf(accountId, id),
      );
      if (payout === undefined) await this.apply.notSent(id, 'cash_out_not_sent');
      else await this.apply.payout(payout);
    } catch (error) {
      if (!(error instanceof ProcessorRefused)) throw error;
      await this.refused(call, error);
    }
  }

  private async refused(call: OpenCall, error: ProcessorRefused): Promise<void> {
    this.log.error(`${call.key}: ${error.message}`);
    await this.apply.notSent(call.subjectId, sendingFailure(error.code));
  }

  // Cancelling twice is harmless, so whatever is not clear is answered by how the payout stands.
  private async cancel({ id, accountId, payoutId }: CashOut, call: OpenCall): Promise<void> {
    const payout = present(payoutId, `${id} has a payout`);
    let answer: ProcessorPayout;
    try {
      answer = await this.payouts.cancel(accountId, payout, call.key);
    } catch (error) {
      const refused = error instanceof ProcessorRefused;
      if (!refused && !(error instanceof OutcomeUnknown && call.attempts > 1)) throw error;
      answer = await this.payouts.findPayout(accountId, payout);
      if (!refused && answer.status === 'pending') {
        await this.transactor.run((tx) => this.parts.calls.renew(tx, call));
        return;
      }
    }
    await this.apply.payout(answer);
    if (answer.status !== 'canceled') await this.apply.cancelRefused(id);
  }

  // The processor never gives back more than was moved, so another key cannot do it twice. What it
  // refuses for now (the money is not on the account yet) is asked for again.
  private async reverse({ id, transferId, amount }: CashOut, call: OpenCall): Promise<void> {
    const transfer = present(transferId, `${id} was moved`);
    const request = { cashOutId: id, transferId: transfer, amount: amount.minor };
    try {
      const reversal = await sendOrLook(
        call,
        () => this.payouts.reverse({ ...request, currency: amount.currency }, call.key),
        () => this.payouts.reversalOf(transfer, id),
      );
      if (reversal !== undefined) {
        await this.apply.reversal(id, reversal);
        return;
      }
    } catch (error) {
      if (!(error instanceof ProcessorRefused)) throw error;
      this.log.error(`${call.key}: ${error.message}; asking again`);
    }
    await this.transactor.run((tx) => this.parts.calls.renew(tx, call));
  }
}
