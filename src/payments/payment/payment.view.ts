// What a payment looks like to those who may see it. Who paid how, and why a card said no, is for
// the payer alone.
import { formatMinor, formatMoney } from '../../shared/money.js';
import type { MoneyCard } from '../../shared/money-threads.js';
import type { Profile } from '../../shared/people.js';
import type { SavedCard } from '../cards/card-store.js';
import type { PaymentCard, PaymentParty, PaymentView } from '../contract.js';
import type { ContestCard } from '../returns/contract.js';
import { cardPart, isMixed, type Payment } from './payment.js';
import { failureRefusal } from './failures.js';

/** What a view needs to know beyond the payment itself. */
export interface ViewSources {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly cards: ReadonlyMap<string, SavedCard>;
}

/** `asPayer`: with how it was paid and why it failed, as its payer and the risk team see it. */
export function toPaymentView(
  payment: Payment,
  asPayer: boolean,
  { profiles, cards }: ViewSources,
): PaymentView {
  return {
    id: payment.id,
    threadId: payment.threadId,
    payer: partyOf(payment.payerId, profiles),
    payee: partyOf(payment.payeeId, profiles),
    amount: formatMoney(payment.amount),
    note: payment.note,
    state: payment.state,
    funding: asPayer ? fundingOf(payment, cards) : null,
    reason: asPayer ? reasonOf(payment) : null,
    reviewBy: payment.reviewBy?.toISOString() ?? null,
    authenticateBy: asPayer ? (payment.authenticateBy?.toISOString() ?? null) : null,
    agreement: asPayer ? agreementOf(payment, profiles) : null,
    sendsAt: asPayer ? (payment.sendsAt?.toISOString() ?? null) : null,
    ...waitsOf(payment),
    refunded: refundedOf(payment),
    dispute: payment.dispute,
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
  };
}

/**
 * The card in the thread. Money between two people is theirs: in a group only they see it. While it can be
 * undone, until the payer's card and their trusted contact have said yes, and when one said no, the payee
 * is told nothing.
 */
export function toThreadCard(
  payment: Payment,
  kind: 'direct' | 'group',
  contest: ContestCard | null = null,
): MoneyCard {
  const data: PaymentCard = {
    paymentId: payment.id,
    payerId: payment.payerId,
    payeeId: payment.payeeId,
    amount: formatMoney(payment.amount),
    note: payment.note,
    state: payment.state,
    // Both see a payment that was held; why the payer's card ended it is for the payer alone.
    reason: isPrivateToPayer(payment) ? reasonOf(payment) : null,
    reviewBy: payment.reviewBy?.toISOString() ?? null,
    authenticateBy: payment.authenticateBy?.toISOString() ?? null,
    agreeBy: payment.state === 'asking' ? (payment.agreeBy?.toISOString() ?? null) : null,
    sendsAt: payment.state === 'sending' ? (payment.sendsAt?.toISOString() ?? null) : null,
    ...waitsOf(payment),
    refunded: refundedOf(payment),
    dispute: payment.dispute,
    contest,
    updatedAt: payment.updatedAt.toISOString(),
  };
  const both = kind === 'direct' ? null : [payment.payerId, payment.payeeId];
  const audience = isPrivateToPayer(payment) ? [payment.payerId] : both;
  return { kind: 'payment', id: payment.id, data, audience };
}

/** A payment that was never more than an attempt to pay. */
export const isPrivateToPayer = ({ shown }: Payment): boolean => !shown;

const waitsOf = ({
  arrivesAt,
  expiresAt,
  returned,
}: Payment): Pick<PaymentCard, 'arrivesAt' | 'expiresAt' | 'returned'> => ({
  arrivesAt: arrivesAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
  returned,
});

function agreementOf(
  { contactId, agreeBy, agreedAt }: Payment,
  profiles: ReadonlyMap<string, Profile>,
): PaymentView['agreement'] {
  if (contactId === null || agreeBy === null) return null;
  const contact = partyOf(contactId, profiles);
  return { contact, by: agreeBy.toISOString(), agreedAt: agreedAt?.toISOString() ?? null };
}

const refundedOf = ({ refunded, amount }: Payment): string | null =>
  refunded === 0n ? null : formatMinor(refunded, amount.currency);

/** One of the two people of a payment or request, as they registered. */
export const partyOf = (id: string, profiles: ReadonlyMap<string, Profile>): PaymentParty => {
  const profile = profiles.get(id);
  return { id, name: profile?.name ?? 'Somebody', handle: profile?.handle ?? '' };
};

function fundingOf(
  payment: Payment,
  cards: ReadonlyMap<string, SavedCard>,
): PaymentView['funding'] {
  if (payment.cardId === null) return { source: 'balance' };
  const card = cards.get(payment.cardId);
  const named = { brand: card?.brand ?? 'card', last4: card?.last4 ?? '' };
  if (!isMixed(payment)) return { source: 'card', ...named };
  const fromBalance = { ...payment.amount, minor: payment.fromBalance };
  return {
    source: 'balance_first',
    fromBalance: formatMoney(fromBalance),
    fromCard: formatMoney(cardPart(payment)),
    ...named,
  };
}

function reasonOf({ failureCode }: Payment): PaymentView['reason'] {
  if (failureCode === null) return null;
  const { code, title } = failureRefusal(failureCode);
  return { code, message: title };
}
