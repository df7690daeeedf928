// Prepares the gate of a flush: what is known of its payers, read once for all of them.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../shared/config.js';
import type { Tx } from '../../shared/database.js';
import type { Payment } from '../payment/payment.js';
import { Gate, pairOf } from './gate.js';
import { standings } from './standing-store.js';

@Injectable()
export class SendGate {
  constructor(@Inject(CONFIG) readonly config: Config) {}

  /** The caller has locked the payers' accounts. */
  async prepare(tx: Tx, payments: readonly Payment[]): Promise<Gate> {
    return new Gate(await standings(tx, payments.map(pairOf)), this.config.limits);
  }
}
