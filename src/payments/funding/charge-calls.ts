// The calls about a payment's charge: charge, authorise, capture, cancel, and charge again when the
// bank let an authorisation go before it was captured. Each asks the processor and hands the answer
// to the one place that applies it.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type Database, rows, Transactor, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { type IntendedCall, type OpenCall, ProcessorCalls } from '../calls/processor-calls.js';
import { sendOrLook } from '../calls/send-or-look.js';
import { Inbox, NotYet } from '../inbox/inbox.js';
import { type ProcessorCharge, ProcessorCharges } from '../processor/charges.js';
import { refusedCharge } from '../processor/declines.js';
import { ProcessorRefused } from '../processor/processor.js';
import { ApplyCharge } from './apply-charge.js';
import { CHARGE_LEGS, type ChargeLeg } from './charge-news.js';
import { findCharge, paymentOfIntent } from './charge-store.js';

interface ChargeCall extends OpenCall {
  readonly leg: ChargeLeg;
  readonly amount: string;
  readonly currency: string;
  readonly cardToken: string;
  readonly customerId: string;
  readonly intentId: string | null;
}

// The events after which an intent may stand differently for us; of a charge, those that bring what
// the processor keeps of it, which may come later than the charge.
const INTENT_EVENTS =
  /^payment_intent\.(succeeded|payment_failed|canceled|amount_capturable_updated|requires_action)$/;

@Injectable()
export class ChargeCalls implements OnModuleInit {
  private readonly log = new Logger(ChargeCalls.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly charges: ProcessorCharges,
    private readonly calls: ProcessorCalls,
    private readonly inbox: Inbox,
    private readonly applyCharge: ApplyCharge,
  ) {}

  onModuleInit(): void {
    for (const leg of CHARGE_LEGS) this.calls.handle(leg, (call) => this.make(call));
    this.inbox.handle('payment_intent', INTENT_EVENTS, (intentId, event) =>
      this.heed(intentId, event.id),
    );
    this.inbox.handle('charge', /^charge\.updated$/, (_id, event) =>
      this.heed(event.intentId, event.id),
    );
  }

  /** Whether a card can be charged at the moment, as far as anybody knows. */
  get available(): boolean {
    return this.charges.available;
  }

  /** Asks how an intent stands, and applies that. */
  async bring(intentId: string, cause: string): Promise<void> {
    await this.applyCharge.run(await this.charges.find(intentId), cause);
  }

  /** The same for a payment whose intent we know. */
  async bringPayment(paymentId: string, cause: string): Promise<void> {
    const charge = await findCharge(this.transactor.reader, paymentId);
    if (charge !== undefined) await this.bring(charge.intentId, cause);
  }

  /**
   * The payment an intent was charged for, once the charge is in our books; what came before its
   * charge has the charge asked for first. Undefined for a charge that is none of ours. Throws NotYet.
   */
  async chargedPayment(intentId: string | undefined, cause: string): Promise<string | undefined> {
    if (intentId === undefined) return undefined;
    const known = await paymentOfIntent(this.transactor.reader, intentId);
    if (known?.charged === true) return known.paymentId;
    await this.bring(intentId, cause);
    const found = await paymentOfIntent(this.transactor.reader, intentId);
    if (found?.charged === false) throw new NotYet(`${cause} is about a charge that is still open`);
    if (found === undefined) this.log.warn(`${cause} is about ${intentId}, which is none of ours`);
    return found?.paymentId;
  }

  intend(tx: Tx, calls: readonly (IntendedCall & { leg: ChargeLeg })[]): Promise<void> {
    return this.calls.intend(tx, calls);
  }

  ask(paymentId: string, leg: ChargeLeg): Promise<void> {
    return this.calls.ask(paymentId, leg);
  }

  // Most events say what the answer to our own call has said before: then there is nothing to ask.
  private async heed(intentId: string | undefined, eventId: string): Promise<void> {
    if (intentId === undefined) return;
    const known = await paymentOfIntent(this.transactor.reader, intentId);
    if (known?.told !== true) await this.bring(intentId, `event ${eventId}`);
  }

  private async make(open: OpenCall): Promise<void> {
    const call = await this.load(this.transactor.reader, open);
    try {
      const charge = await this.sendOrLook(call);
      if (charge === undefined)
        await this.applyCharge.fail(call.subjectId, 'card_processing_error');
      else await this.applyCharge.run(charge, `${call.leg} answered`);
    } catch (error) {
      if (!(error instanceof ProcessorRefused)) throw error;
      this.log.error(`${call.key}: ${error.message}`);
      await this.applyCharge.fail(call.subjectId, refusedCharge(error.code));
    }
  }

  private async load(db: Database, open: OpenCall): Promise<ChargeCall> {
    const [found] = await rows<Omit<ChargeCall, keyof OpenCall>>(
      db,
      `SELECT p.amount - p.from_balance AS amount, p.currency, k.token AS "cardToken", u.processor_id AS "customerId",
              h.intent_id AS "intentId"
         FROM payments.payments p
         JOIN payments.cards k ON k.id = p.card_id
         JOIN payments.customers u ON u.person_id = k.person_id AND u.processor = k.processor
         LEFT JOIN payments.charges h ON h.payment_id = p.id
        WHERE p.id = $1`,
      [open.subjectId],
    );
    const facts = present(found, `${open.subjectId} is paid by a card`);
    return { ...facts, ...open, leg: open.leg as ChargeLeg };
  }

  // What became of a capture or a cancellation is always told by the intent, and asking for either
  // twice is harmless, however old the key.
  private sendOrLook(call: ChargeCall): Promise<ProcessorCharge | undefined> {
    const { leg, key, intentId, subjectId } = call;
    if (leg !== 'capture' && leg !== 'cancel') {
      return sendOrLook(
        call,
        () => this.charge(call),
        () => this.findNew(call),
      );
    }
    const intent = present(intentId, `${subjectId} is authorised, so its intent is known`);
    return sendOrLook(
      { ...call, keyAlive: true },
      () => this.charges[leg](intent, key),
      () => this.charges.find(intent),
    );
  }

  // A payment that is charged again has two intents, of which the first has ended.
  private async findNew(call: ChargeCall): Promise<ProcessorCharge | undefined> {
    const found = await this.charges.findByPayment(call.subjectId, call.customerId);
    const ended = call.leg === 'recharge' && found?.intentId === call.intentId;
    return ended ? undefined : found;
  }

  private charge(call: ChargeCall): Promise<ProcessorCharge> {
    const { leg, key, subjectId: paymentId, currency, customerId, cardToken } = call;
    const amount = BigInt(call.amount);
    const [manual, offSession] = [leg === 'authorise' || leg === 'reserve', leg === 'recharge'];
    return this.charges.charge(
      { paymentId, amount, currency, customerId, cardToken, manual, offSession },
      key,
    );
  }
}
