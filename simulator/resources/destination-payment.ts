// The payment that a transfer is on the side of the account it goes to: a charge whose id begins with
// py_, with its balance transaction there. All amounts are integer minor units.
import type Stripe from 'stripe';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { recordMovement } from './movements.js';

const NO_DETAILS: Stripe.Charge.BillingDetails = {
  address: {
    city: null,
    country: null,
    line1: null,
    line2: null,
    postal_code: null,
    state: null,
  },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

interface Incoming {
  transfer: string;
  amount: number;
  currency: string;
  /** When the money may be used, in seconds. */
  availableOn: number;
}

/** Stores the payment and its movement on the account of `own`; returns the payment's id. */
export function receivePayment(own: Work, incoming: Incoming): string {
  const { transfer, amount, currency, availableOn } = incoming;
  const id = newId('py');
  const transaction = recordMovement(own, {
    type: 'payment',
    amount,
    currency,
    source: id,
    category: 'charge',
    availableOn,
  });
  const payment: Stripe.Charge = {
    id,
    object: 'charge',
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: transaction.id,
    billing_details: NO_DETAILS,
    calculated_statement_descriptor: null,
    captured: true,
    created: own.now(),
    currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { type: 'stripe_account', stripe_account: {} },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: transfer,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: null,
  };
  own.put('charge', payment);
  return id;
}

/** Takes money of such a payment back; returns the id of the refund on that side. */
export function returnPayment(
  own: Work,
  payment: string,
  amount: number,
  currency: string,
): string {
  const refund = newId('pyr');
  recordMovement(own, {
    type: 'payment_refund',
    amount: -amount,
    currency,
    source: refund,
    category: 'refund',
    description: 'REFUND FOR PAYMENT',
  });
  const before = own.get('charge', payment);
  if (before !== undefined) {
    const refunded = before.amount_refunded + amount;
    own.put('charge', {
      ...before,
      amount_refunded: refunded,
      refunded: refunded === before.amount,
    });
  }
  return refund;
}
