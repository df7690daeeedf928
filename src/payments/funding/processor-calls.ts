// What we ask the processor to do about a payment: intent, call, apply. The intent is a row, written
// in the transaction that decides it. The call is made with no transaction and no connection held.
// What comes back is applied by one guarded function, whoever brought the news.
import { Injectable, Logger } from '@nestjs/common';
import { type Database, rows, Transactor, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { refusedCharge } from '../processor/declines.js';
import {
  ChargeRefused,
  OutcomeUnknown,
  Processor,
  type ProcessorCharge,
} from '../processor/processor.js';
import { ApplyCharge } from './apply-charge.js';

export type Leg = 'charge' | 'capture' | 'cancel';

export interface IntendedCall {
  readonly paymentId: string;
  readonly leg: Leg;
  /** Authorise only; charge later. */
  readonly manual: boolean;
}

interface CallRow {
  leg: Leg;
  key: string;
  manual: boolean;
  paymentId: string;
  amount: string;
  currency: string;
  cardToken: string;
  customerId: string;
  intentId: string | null;
  keyAlive: boolean;
  attempts: number;
}

/** The outbox topic that has a call made right after its intent was committed. */
export const PROCESSOR_CALL = 'payments.processor_call';

// Request 25 s at most < lease 60 s < sweeper's first look 90 s << key 20 h of the processor's 24.
// Each step waits until whoever came before must have given up.
const LEASE = "interval '60 seconds'";
const SWEEP_AFTER_LEASE = "interval '30 seconds'";
const KEY_LIFE = "interval '20 hours'";
const SWEEP_MAX = 20;

@Injectable()
export class ProcessorCalls {
  private readonly log = new Logger(ProcessorCalls.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly processor: Processor,
    private readonly applyCharge: ApplyCharge,
  ) {}

  /** Writes the intent to ask, with the key and a lease for whoever asks first. */
  async intend(tx: Tx, calls: readonly IntendedCall[]): Promise<void> {
    if (calls.length === 0) return;
    await tx.query(
      `INSERT INTO payments.processor_calls (payment_id, leg, key, manual, lease_until)
       SELECT payment_id, leg, payment_id || ':' || leg || ':1', manual, now() + ${LEASE}
         FROM UNNEST($1::text[], $2::payments.leg[], $3::boolean[]) AS c (payment_id, leg, manual)`,
      [
        calls.map((call) => call.paymentId),
        calls.map((call) => call.leg),
        calls.map((call) => call.manual),
      ],
    );
  }

  /** Asks the processor and applies its answer. An unknown outcome is left to the sweeper. */
  async ask(paymentId: string, leg: Leg): Promise<void> {
    const call = await this.open(this.transactor.reader, paymentId, leg);
    if (call === undefined) return;
    try {
      const charge = await this.sendOrLook(call);
      if (charge === undefined) await this.applyCharge.fail(paymentId, 'card_processing_error');
      else await this.applyCharge.run(charge, `${leg} answered`);
    } catch (error) {
      if (error instanceof ChargeRefused) {
        this.log.error(`${call.key}: ${error.message}`);
        await this.applyCharge.fail(paymentId, refusedCharge(error.code));
      } else if (error instanceof OutcomeUnknown) {
        this.log.warn(`${call.key}: ${error.message}; the sweeper will ask again`);
      } else {
        throw error;
      }
    }
  }

  /** Takes over calls whose lease ran out long ago, and answers which. */
  async takeStale(): Promise<{ paymentId: string; leg: Leg }[]> {
    return rows(
      this.transactor.reader,
      `UPDATE payments.processor_calls c SET lease_until = now() + ${LEASE}, attempts = attempts + 1
         FROM (SELECT payment_id, leg FROM payments.processor_calls
                WHERE concluded_at IS NULL AND lease_until < now() - ${SWEEP_AFTER_LEASE}
                ORDER BY lease_until LIMIT ${String(SWEEP_MAX)} FOR UPDATE SKIP LOCKED) stale
        WHERE c.payment_id = stale.payment_id AND c.leg = stale.leg
    RETURNING c.payment_id AS "paymentId", c.leg`,
    );
  }

  private async open(db: Database, paymentId: string, leg: Leg): Promise<CallRow | undefined> {
    const [call] = await rows<CallRow>(
      db,
      `SELECT c.leg, c.key, c.manual, p.id AS "paymentId", p.amount, p.currency,
              k.token AS "cardToken", u.processor_id AS "customerId", h.intent_id AS "intentId",
              c.attempts, c.created_at > now() - ${KEY_LIFE} AS "keyAlive"
         FROM payments.processor_calls c
         JOIN payments.payments p ON p.id = c.payment_id
         JOIN payments.cards k ON k.id = p.card_id
         JOIN payments.customers u ON u.person_id = k.person_id AND u.processor = k.processor
         LEFT JOIN payments.charges h ON h.payment_id = p.id
        WHERE c.payment_id = $1 AND c.leg = $2 AND c.concluded_at IS NULL`,
      [paymentId, leg],
    );
    return call;
  }

  // The processor saves its answer with the key even when that is a fault of its own, and then gives
  // it for as long as the key lives. So whoever asks again and is not answered looks, too. What is
  // not there yet may still come, so a look that finds nothing leaves the outcome unknown.
  private async sendOrLook(call: CallRow): Promise<ProcessorCharge | undefined> {
    try {
      return await this.send(call);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || call.attempts === 1) throw error;
      const { intentId, paymentId, customerId } = call;
      const found =
        intentId === null
          ? await this.processor.findByPayment(paymentId, customerId)
          : await this.processor.find(intentId);
      if (found === undefined) throw error;
      return found;
    }
  }

  // A key that may have expired is never sent again: that could charge twice. Then we only look; and
  // a look that finds nothing means "never charged" only because every sender's lease is long dead.
  private send(call: CallRow): Promise<ProcessorCharge | undefined> {
    const { leg, key, intentId, customerId, paymentId } = call;
    if (leg !== 'charge') {
      const intent = present(intentId, `${paymentId} is authorised, so its intent is known`);
      return leg === 'capture'
        ? this.processor.capture(intent, key)
        : this.processor.cancel(intent, key);
    }
    if (!call.keyAlive) return this.processor.findByPayment(paymentId, customerId);
    const { currency, cardToken, manual } = call;
    const amount = BigInt(call.amount);
    return this.processor.charge(
      { paymentId, amount, currency, customerId, cardToken, manual },
      key,
    );
  }
}
