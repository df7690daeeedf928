// A gift as plain data, the pure rules about it, and its entries in the books. Nothing here touches a
// database.
import { type AccountRef, draftEntry, type EntryDraft } from '../../ledger/index.js';
import type { Money } from '../../shared/money.js';
import { type Refusal, refusals } from '../../shared/refusal.js';
import type { GiftState, GiftWay } from './contract.js';
import type { Terms } from './draw.js';

export interface Part {
  /** From 1, in the order in which they are opened. */
  readonly number: number;
  /** Minor units. */
  readonly amount: bigint;
  /** Who opened it; null while nobody has. */
  readonly personId: string | null;
}

export interface Gift {
  readonly id: string;
  readonly threadId: string;
  readonly giverId: string;
  readonly amount: Money;
  readonly way: GiftWay;
  readonly note: string | null;
  /** Who else was in the thread when it was made: only they may open it. */
  readonly memberIds: readonly string[];
  readonly seed: Buffer;
  readonly commitment: Buffer;
  readonly state: GiftState;
  readonly parts: readonly Part[];
  readonly endsAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const refuseGift = refusals({
  gift_unknown: { kind: 'missing', title: 'There is no such gift.' },
  gift_needs_group: { kind: 'invalid', title: 'A gift is for a group.' },
  gift_too_many_parts: {
    kind: 'invalid',
    title: 'There are fewer other people here than parts of the gift.',
  },
  gift_too_small: {
    kind: 'invalid',
    title: 'That is too little for so many: each part has at least the smallest unit.',
  },
  gift_needs_agreement: {
    kind: 'refused',
    title: 'Your trusted contact would have to agree to this, and a gift cannot wait. Give less.',
  },
  gift_needs_review: {
    kind: 'refused',
    title: 'We would have to look at this first, and a gift cannot wait. Give less, or later.',
  },
  gift_is_own: { kind: 'refused', title: 'Your own gift is for the others.' },
  // It does not say which of the two blocked the other.
  gift_unavailable: { kind: 'refused', title: 'You cannot open this gift.' },
  gift_needs_email: {
    kind: 'refused',
    title: 'Please confirm your e-mail address before you open it.',
  },
  gift_restricted: { kind: 'refused', title: 'Your account cannot receive money at the moment.' },
  gift_all_opened: { kind: 'conflict', title: 'All of it has been opened.' },
  gift_over: { kind: 'conflict', title: 'The time of this gift is over.' },
});

export const GIFT_HOURS = 24;

export const openedOf = ({ parts }: Pick<Gift, 'parts'>): Part[] =>
  parts.filter(({ personId }) => personId !== null);

export const partOf = ({ parts }: Gift, personId: string): Part | undefined =>
  parts.find((part) => part.personId === personId);

/** What nobody has opened, in minor units. */
export const leftOf = ({ parts }: Gift): bigint =>
  parts.reduce((sum, { amount, personId }) => sum + (personId === null ? amount : 0n), 0n);

export const concerns = ({ giverId, memberIds }: Gift, personId: string): boolean =>
  giverId === personId || memberIds.includes(personId);

/** Why somebody whom it concerns cannot open a part at that moment, as far as the gift itself says. */
export function openingRefusal(gift: Gift, personId: string, at: Date): Refusal | undefined {
  if (gift.giverId === personId) return refuseGift('gift_is_own');
  if (gift.parts.every((part) => part.personId !== null)) return refuseGift('gift_all_opened');
  if (gift.state === 'ended' || gift.endsAt <= at) return refuseGift('gift_over');
  return undefined;
}

/** Who has the largest part of what was drawn, the first of several; undefined when that says nothing. */
export function luckiestOf(gift: Gift): Part | undefined {
  const opened = openedOf(gift);
  if (gift.way !== 'luck' || opened.length < 2) return undefined;
  return opened.reduce((best, part) => (part.amount > best.amount ? part : best));
}

export const termsOf = ({ id, way, amount, parts }: Gift): Terms => ({
  giftId: id,
  way,
  total: amount.minor,
  currency: amount.currency,
  count: parts.length,
});

export const claimOf = ({ id, amount }: Gift): AccountRef => ({
  name: 'claim',
  owner: id,
  currency: amount.currency,
});

export const balanceOf = (personId: string, { amount }: Gift): AccountRef => ({
  name: 'user.available',
  owner: personId,
  currency: amount.currency,
});

/** P5g: it leaves its giver. */
export const givenEntry = (gift: Gift): EntryDraft =>
  draftEntry(
    'P5g',
    `${gift.id}:given`,
    gift.createdAt,
    { payer: balanceOf(gift.giverId, gift), claim: claimOf(gift) },
    { amount: gift.amount.minor },
  );

/** P5ga: somebody has their part. */
export const openedEntry = (gift: Gift, part: Part, personId: string, at: Date): EntryDraft =>
  draftEntry(
    'P5ga',
    `${gift.id}:opened-${String(part.number)}`,
    at,
    { claim: claimOf(gift), payee: balanceOf(personId, gift) },
    { amount: part.amount },
  );

/** P5gb: its giver has again what nobody opened. */
export const leftEntry = (gift: Gift, at: Date): EntryDraft =>
  draftEntry(
    'P5gb',
    `${gift.id}:returned`,
    at,
    { claim: claimOf(gift), payer: balanceOf(gift.giverId, gift) },
    { amount: leftOf(gift) },
  );
