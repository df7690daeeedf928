// The clock's part: questions nobody answered, cases nobody decided, decisions nobody appealed. Each is
// ended under its payment's lock, where it is looked at again, so two processes end it once.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../shared/clock.js';
import type { Tx } from '../../../shared/database.js';
import { present, Refusal } from '../../../shared/refusal.js';
import type { Payment } from '../../payment/payment.js';
import { lockPayment } from '../../payment/payment-store.js';
import { Sweeper } from '../../sweep/sweeper.js';
import { AskBackMoney } from '../ask-backs/ask-back.js';
import { unansweredAskBacks } from '../ask-backs/ask-back-store.js';
import { ContestParts } from '../contest-parts.js';
import { reportOf, unappealed } from '../reports/report-store.js';
import { CarryOut } from './carry-out.js';
import { findCase, overdueCases } from './case-store.js';

const AT_ONCE = 50;

@Injectable()
export class EndContests implements OnModuleInit {
  private readonly log = new Logger(EndContests.name);

  constructor(
    private readonly parts: ContestParts,
    private readonly askBacks: AskBackMoney,
    private readonly carryOut: CarryOut,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('ending what is asked back', () => this.endAskBacks());
    this.sweeper.add('ending cases', () => this.endCases());
    this.sweeper.add('ending reports', () => this.endReports());
  }

  async endAskBacks(): Promise<void> {
    const at = this.clock.now();
    for (const { paymentId } of await unansweredAskBacks(this.reader, at, AT_ONCE)) {
      await this.locked(paymentId, async (tx, payment) => {
        const ended = await this.askBacks.lapse(tx, paymentId, at);
        if (ended === undefined) return;
        await this.parts.show(tx, payment, [{ to: 'payer', what: 'unanswered', about: ended.id }]);
      });
    }
  }

  async endCases(): Promise<void> {
    const at = this.clock.now();
    for (const { id, paymentId } of await overdueCases(this.reader, at, AT_ONCE)) {
      await this.locked(paymentId, async (tx, payment) => {
        const it = present(await findCase(tx, id), 'a case stays');
        if (it.state !== 'open' || it.dueBy > at) return;
        await this.carryOut.lapse(tx, it, payment, at);
      });
    }
  }

  async endReports(): Promise<void> {
    const at = this.clock.now();
    for (const { paymentId } of await unappealed(this.reader, at, AT_ONCE)) {
      await this.locked(paymentId, async (tx, payment) => {
        const report = await reportOf(tx, paymentId);
        if (report?.appealBy == null || report.appealBy > at) return;
        await this.carryOut.unappealed(tx, report, payment, at);
      });
    }
  }

  private get reader() {
    return this.parts.transactor.reader;
  }

  private async locked(
    paymentId: string,
    work: (tx: Tx, payment: Payment) => Promise<void>,
  ): Promise<void> {
    // Somebody whose account is blocked at the moment keeps nobody else's contest from ending.
    await this.parts.transactor
      .run(async (tx) => {
        await work(tx, present(await lockPayment(tx, paymentId), 'a contest has a payment'));
      })
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        this.log.warn(`${paymentId}: ${error.message}; trying again in the next round`);
      });
  }
}
