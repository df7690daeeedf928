// What was scheduled is sent by the ordinary verb: no request is paid by it, and it was confirmed when the
// schedule was made, and announced a day before, so there is nothing to undo.
import { Injectable } from '@nestjs/common';
import type { Answer } from '../shared/idempotency.js';
import { type ScheduledSend, ScheduledSender } from './payment/ports/scheduled-sender.js';
import { SendMoney } from './send-money.js';

@Injectable()
export class SendScheduled extends ScheduledSender {
  constructor(private readonly sendMoney: SendMoney) {
    super();
  }

  run(send: ScheduledSend): Promise<Answer> {
    const now = {
      request: null,
      settle: [],
      quoteId: null,
      exemptionId: null,
      balanceFirst: false,
      confirmationId: null,
      undoSeconds: 0,
      arrivesAt: null,
    };
    return this.sendMoney.run({ ...send, ...now });
  }
}
