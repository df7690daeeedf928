// The processor's events about disputes, and its bank's warnings of fraud.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { ChargeCalls } from '../funding/charge-calls.js';
import { Inbox } from '../inbox/inbox.js';
import { ProcessorDisputes } from '../processor/disputes.js';
import { ApplyDispute } from './apply-dispute.js';
import { storeWarning } from './dispute-store.js';

const DISPUTE_EVENTS =
  /^charge\.dispute\.(created|updated|closed|funds_withdrawn|funds_reinstated)$/;

@Injectable()
export class DisputeNews implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly disputes: ProcessorDisputes,
    private readonly applyDispute: ApplyDispute,
    private readonly charges: ChargeCalls,
    private readonly inbox: Inbox,
  ) {}

  onModuleInit(): void {
    this.inbox.handle('dispute', DISPUTE_EVENTS, (id) => this.readDispute(id));
    const warned = /^radar\.early_fraud_warning\.(created|updated)$/;
    this.inbox.handle('radar.early_fraud_warning', warned, (id) => this.readWarning(id));
  }

  private async readDispute(processorId: string): Promise<void> {
    const news = await this.disputes.find(processorId);
    const paymentId = await this.charges.chargedPayment(news.intentId, processorId);
    if (paymentId !== undefined) await this.applyDispute.run(news, paymentId);
  }

  private async readWarning(processorId: string): Promise<void> {
    const warning = await this.disputes.findWarning(processorId);
    const paymentId = await this.charges.chargedPayment(warning.intentId, processorId);
    if (paymentId !== undefined) await storeWarning(this.transactor.reader, paymentId, warning);
  }
}
