// What a bill looks like to those whom it concerns: who made it and who owes a share. Nobody else ever
// sees it.
import { formatMinor } from '../../shared/money.js';
import type { MoneyCard } from '../../shared/money-threads.js';
import type { Profile } from '../../shared/people.js';
import { partyOf } from '../payment/payment.view.js';
import { leftOf } from '../requests/request.js';
import type {
  OddUnits,
  SplitCard,
  SplitCardShare,
  SplitPreview,
  SplitRoundView,
  SplitView,
} from './contract.js';
import { type Bill, extraOf, type Portion } from './divide.js';
import { countOf, ownOf, type Round, type Share, sharesOf, spentOf, type Split } from './split.js';

/** Who may see a bill. */
export const audienceOf = (split: Split): string[] => [
  split.makerId,
  ...sharesOf(split).map(({ personId }) => personId),
];

export function toSplitCard(split: Split): MoneyCard {
  const data: SplitCard = {
    splitId: split.id,
    makerId: split.makerId,
    note: split.rounds.map(({ title }) => title ?? ''),
    ...factsOf(split),
    rounds: split.rounds.map(({ total, way, fromPersonId, portions }) => ({
      total: formatMinor(total, split.currency),
      ...{ way, fromPersonId },
      odd: oddOf(portions, split.currency),
    })),
    shares: sharesOf(split).map((share) => toShare(share, split.currency)),
  };
  return { kind: 'split', id: split.id, data, audience: audienceOf(split) };
}

export function toSplitView(split: Split, profiles: ReadonlyMap<string, Profile>): SplitView {
  return {
    id: split.id,
    threadId: split.threadId,
    maker: partyOf(split.makerId, profiles),
    ...factsOf(split),
    rounds: split.rounds.map((round) => toRoundView(round, split.currency, profiles)),
    shares: sharesOf(split).map((share) => {
      const { personId, ...rest } = toShare(share, split.currency);
      return { person: partyOf(personId, profiles), ...rest };
    }),
    createdAt: split.createdAt.toISOString(),
  };
}

export function toPreview(bill: Bill, portions: readonly Portion[]): SplitPreview {
  const { total, currency } = bill;
  const extra = extraOf(bill);
  return {
    total: { amount: formatMinor(total, currency), currency },
    portions: portions.map((portion) => toPortion(portion, currency)),
    odd: oddOf(portions, currency),
    extra: extra === null ? null : formatMinor(extra, currency),
  };
}

function factsOf(split: Split) {
  const { currency, rounds, requests } = split;
  const shares = sharesOf(split);
  const paid = shares.reduce((sum, share) => sum + share.paid, 0n);
  const times = [
    ...rounds.map(({ createdAt }) => createdAt),
    ...requests.map(({ updatedAt }) => updatedAt),
  ];
  const updatedAt = new Date(Math.max(...times.map((time) => time.getTime())));
  return {
    total: { amount: formatMinor(spentOf(split), currency), currency },
    own: formatMinor(ownOf(split), currency),
    paid: formatMinor(paid, currency),
    ...countOf(shares),
    updatedAt: updatedAt.toISOString(),
  };
}

function toShare(
  { personId, amount, paid, state, request }: Share,
  currency: string,
): SplitCardShare {
  return {
    personId,
    amount: formatMinor(amount, currency),
    paid: formatMinor(paid, currency),
    left: formatMinor(request === undefined ? 0n : leftOf(request), currency),
    state,
    request:
      request === undefined
        ? null
        : {
            id: request.id,
            revision: request.revision,
            expiresAt: request.expiresAt.toISOString(),
            remindedAt: request.remindedAt?.toISOString() ?? null,
          },
  };
}

function toRoundView(
  round: Round,
  currency: string,
  profiles: ReadonlyMap<string, Profile>,
): SplitRoundView {
  const { number, title, total, way, fromPersonId, portions, items, createdAt } = round;
  return {
    ...{ number, title, way },
    total: formatMinor(total, currency),
    from: fromPersonId === null ? null : partyOf(fromPersonId, profiles),
    portions: portions.map((portion) => toPortion(portion, currency)),
    odd: oddOf(portions, currency),
    items:
      items?.map(({ name, minor, personIds }) => ({
        name,
        amount: formatMinor(minor, currency),
        personIds: [...personIds],
      })) ?? null,
    createdAt: createdAt.toISOString(),
  };
}

const toPortion = ({ personId, minor }: Portion, currency: string) => ({
  personId,
  amount: formatMinor(minor, currency),
});

function oddOf(portions: readonly Portion[], currency: string): OddUnits | null {
  const personIds = portions.filter(({ odd }) => odd).map(({ personId }) => personId);
  return personIds.length === 0 ? null : { unit: formatMinor(1n, currency), personIds };
}
