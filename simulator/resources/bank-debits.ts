// Debits of bank accounts: a confirmed debit is `processing` until the bank has answered, which it
// does a moment later, and may be disputed after it had succeeded. What the bank answers is said by
// the account's row in cards/banks.ts.
import type Stripe from 'stripe';
import { bankDetails, debitFee, type BankAccount } from '../cards/banks.js';
import { invalidRequest, StripeFault, type ErrorBody } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { chargeFor, collected, DAY, type Particulars } from './charge-builder.js';
import { later, onDue } from './due.js';
import { idOf } from './intent-parts.js';
import { backToStart, keepOrSpend } from './payment-attempt.js';
import { paymentIntentOf } from './payment-intent-builder.js';
import { bankOf } from './payment-method-store.js';

const SETTLE = 'settle_debit';
/** How long collected funds stay pending, in seconds. */
const PENDING_LIFE = 4 * DAY;

type Failure = { code: string; message: string } | null;

function particulars(
  method: Stripe.PaymentMethod,
  status: Stripe.Charge.Status,
  failure: Failure,
): Particulars {
  const blocked = status === 'failed';
  return {
    status,
    failure,
    details: bankDetails(method),
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: blocked ? 'not_sent_to_network' : 'approved_by_network',
      reason: failure?.code ?? null,
      risk_level: 'not_assessed',
      seller_message: blocked ? 'The payment was refused.' : 'Payment complete.',
      type: blocked ? 'blocked' : 'authorized',
    },
  };
}

const errorOf = (
  failure: { code: string; message: string },
  method: Stripe.PaymentMethod | undefined,
  charge: string,
): ErrorBody => ({
  type: 'card_error',
  code: failure.code,
  message: failure.message,
  charge,
  ...(method === undefined ? {} : { payment_method: method }),
});

/**
 * Starts a debit. Returns the processing intent, or the refusal as a fault whose effects stay. Throws
 * for manual capture, which banks do not know.
 */
export function debit(
  work: Work,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  row: BankAccount,
): Stripe.PaymentIntent | StripeFault {
  if (intent.capture_method === 'manual') {
    const message = `A payment with ${row.type} cannot be captured later; use automatic capture.`;
    throw invalidRequest(message, { param: 'capture_method' });
  }
  if (row.end.kind === 'refused') {
    const charge = chargeFor(work, intent, method, particulars(method, 'failed', row.end));
    work.put('charge', charge);
    work.emit('charge.failed', charge);
    const body = errorOf(row.end, method, charge.id);
    const failed = backToStart(work, intent, body, charge.id);
    return new StripeFault(402, { ...body, payment_intent: failed });
  }
  const charge = chargeFor(work, intent, method, particulars(method, 'pending', null));
  const processing: Stripe.PaymentIntent = {
    ...intent,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: 'processing',
  };
  work.put('charge', charge);
  work.put('payment_intent', processing);
  keepOrSpend(work, processing, method);
  work.emit('charge.pending', charge);
  work.emit('payment_intent.processing', processing);
  if (row.end.kind !== 'processing') later(work, 0, SETTLE, charge.id);
  return processing;
}

function succeed(work: Work, charge: Stripe.Charge, row: BankAccount): void {
  const intent = paymentIntentOf(work, idOf(charge.payment_intent));
  const terms = {
    type: 'payment' as const,
    fee: debitFee(row, charge.amount),
    availableOn: work.now() + PENDING_LIFE,
  };
  const paid = collected(
    work,
    { ...charge, paid: true, status: 'succeeded' },
    charge.amount,
    terms,
  );
  const settled: Stripe.PaymentIntent = {
    ...intent,
    amount_received: charge.amount,
    status: 'succeeded',
  };
  work.put('charge', paid);
  work.put('payment_intent', settled);
  work.emit('charge.succeeded', paid);
  work.emit('payment_intent.succeeded', settled);
  if (row.end.kind === 'disputed') later(work, 0, 'dispute_debit', charge.id);
}

function settle(work: Work, chargeId: string): void {
  const charge = work.get('charge', chargeId);
  const row = charge?.payment_method == null ? undefined : bankOf(work, charge.payment_method);
  if (charge?.status !== 'pending' || row === undefined) return;
  if (row.end.kind !== 'fails') {
    succeed(work, charge, row);
    return;
  }
  const failed: Stripe.Charge = {
    ...charge,
    failure_code: row.end.code,
    failure_message: row.end.message,
    status: 'failed',
  };
  work.put('charge', failed);
  work.emit('charge.failed', failed);
  const method = work.get('payment_method', idOf(charge.payment_method));
  const body = errorOf(row.end, method, charge.id);
  backToStart(work, paymentIntentOf(work, idOf(charge.payment_intent)), body);
}

onDue(SETTLE, settle);
