// A gift as its thread shows it and as one person reads it. Before it has ended nobody is told what
// others got, and the seed stays here.
import { formatMinor, formatMoney } from '../../shared/money.js';
import type { MoneyCard } from '../../shared/money-threads.js';
import { partyOf } from '../payment/payment.view.js';
import type { Profile } from '../../shared/people.js';
import type { GiftCard, GiftProof, GiftResult, GiftView } from './contract.js';
import { FORMAT } from './draw.js';
import { type Gift, leftOf, luckiestOf, openedOf, partOf } from './gift.js';

export function toGiftCard(gift: Gift): MoneyCard {
  const data: GiftCard = {
    giftId: gift.id,
    giverId: gift.giverId,
    ...factsOf(gift),
    results: resultsOf(gift),
  };
  return { kind: 'gift', id: gift.id, data, audience: [gift.giverId, ...gift.memberIds] };
}

export interface Looking {
  readonly viewerId: string;
  readonly canOpen: boolean;
  readonly profiles: ReadonlyMap<string, Profile>;
}

export function toGiftView(gift: Gift, { viewerId, canOpen, profiles }: Looking): GiftView {
  const mine = partOf(gift, viewerId);
  return {
    id: gift.id,
    threadId: gift.threadId,
    giver: partyOf(gift.giverId, profiles),
    ...factsOf(gift),
    mine: mine === undefined ? null : formatMinor(mine.amount, gift.amount.currency),
    canOpen,
    results:
      resultsOf(gift)?.map(({ personId, ...result }) => ({
        person: partyOf(personId, profiles),
        ...result,
      })) ?? null,
    proof: proofOf(gift),
    createdAt: gift.createdAt.toISOString(),
  };
}

function factsOf(gift: Gift) {
  const { amount, way, state, note, parts } = gift;
  return {
    total: formatMoney(amount),
    ...{ way, state, note },
    count: parts.length,
    opened: openedOf(gift).length,
    commitment: gift.commitment.toString('hex'),
    endsAt: gift.endsAt.toISOString(),
    returned: state === 'ended' ? formatMinor(leftOf(gift), amount.currency) : null,
    updatedAt: gift.updatedAt.toISOString(),
  };
}

function resultsOf(gift: Gift): GiftResult[] | null {
  if (gift.state !== 'ended') return null;
  const luckiest = luckiestOf(gift);
  return gift.parts.flatMap((part) =>
    part.personId === null
      ? []
      : [
          {
            personId: part.personId,
            amount: formatMinor(part.amount, gift.amount.currency),
            luckiest: part === luckiest,
          },
        ],
  );
}

function proofOf({ id, way, amount, parts, state, seed, commitment }: Gift): GiftProof | null {
  if (state !== 'ended') return null;
  return {
    format: FORMAT,
    giftId: id,
    way,
    total: amount.minor.toString(),
    currency: amount.currency,
    count: parts.length,
    commitment: commitment.toString('hex'),
    seed: seed.toString('hex'),
    parts: parts.map((part) => part.amount.toString()),
  };
}
