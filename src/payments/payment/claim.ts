// Money that waits for its payee's yes: it has left the payer and is nobody's to spend. The entries that
// bring it there, and the two ends it can have. Nothing here touches a database.
import { draftEntry, type EntryDraft, platformAccount } from '../../ledger/index.js';
import {
  claimAccount,
  paidReference,
  payeeAccount,
  payerAccount,
  type Payment,
  pendingAccount,
} from './payment.js';

/** P5: the payer's balance pays it in. */
export const claimEntry = (payment: Payment, at: Date): EntryDraft =>
  draftEntry(
    'P5',
    `${payment.id}:waiting`,
    at,
    { payer: payerAccount(payment), claim: claimAccount(payment) },
    { amount: payment.amount.minor },
  );

/** P2c: the payer's card pays it in. `fee` is what the processor kept, in minor units. */
export function claimChargeEntry(
  payment: Payment,
  chargeId: string,
  fee: bigint,
  at: Date,
): EntryDraft {
  const { minor, currency } = payment.amount;
  return draftEntry(
    'P2c',
    `${chargeId}:succeeded`,
    at,
    {
      pending: pendingAccount(currency),
      claim: claimAccount(payment),
      fees: platformAccount('stripe.fees', currency),
    },
    { gross: minor, fee },
  );
}

/** P5a: the payee accepted. */
export const claimedEntry = (payment: Payment, at: Date): EntryDraft =>
  draftEntry(
    'P5a',
    paidReference(payment),
    at,
    { claim: claimAccount(payment), payee: payeeAccount(payment) },
    { amount: payment.amount.minor },
  );

/** P5b: the payer has it in the balance again. */
export const unclaimedEntry = (payment: Payment, at: Date): EntryDraft =>
  draftEntry(
    'P5b',
    `${payment.id}:returned`,
    at,
    { claim: claimAccount(payment), payer: payerAccount(payment) },
    { amount: payment.amount.minor },
  );

/** P5br: it is to go back to the payer's card, as that refund. */
export const unclaimedToCardEntry = (payment: Payment, refundId: string, at: Date): EntryDraft =>
  draftEntry(
    'P5br',
    `${refundId}:agreed`,
    at,
    {
      claim: claimAccount(payment),
      refund: { name: 'refund.payable', owner: refundId, currency: payment.amount.currency },
    },
    { amount: payment.amount.minor },
  );

// Long enough for somebody on holiday, short enough that nobody forgets what they sent.
const CLAIM_DAYS = 7;

/** Until when the payee may accept a payment that begins to wait now. */
export const claimDeadline = (from: Date): Date =>
  new Date(from.getTime() + CLAIM_DAYS * 86_400_000);
