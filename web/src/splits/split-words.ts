// What a bill says: who bears what cannot be divided, and where each share stands.
import {
  IconCircleCheck,
  IconCircleX,
  IconClockHour4,
  IconCornerUpRight,
  type Icon,
} from '@tabler/icons-react';
import type { OddUnits, ShareState, SplitWay } from '../../../src/payments/splits/contract.js';
import { formatMoney } from '../money/format.js';

export const WAYS: readonly { way: SplitWay; label: string }[] = [
  { way: 'equally', label: 'Equally' },
  { way: 'exactly', label: 'Amounts' },
  { way: 'shares', label: 'Shares' },
  { way: 'percent', label: 'Percent' },
  { way: 'items', label: 'Items' },
];

/** "Ana, Ben and Chloé". */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Who bears the odd units; `nameOf` answers "You" for the viewer. */
export function oddSentence(
  { unit, personIds }: OddUnits,
  currency: string,
  nameOf: (personId: string) => string,
): string {
  const names = personIds.map(nameOf).map((name) => (name === 'You' ? 'you' : name));
  const more = `${formatMoney({ amount: unit, currency })} more`;
  const [only] = names;
  const who =
    names.length === 1
      ? `${only ?? ''} ${only === 'you' ? 'bear' : 'bears'} ${more}`
      : `${listOf(names)} bear ${more} each`;
  return `It does not divide evenly: ${who}.`;
}

export interface StateWords {
  icon: Icon;
  tone: 'good' | 'calm';
  label: string;
}

export const STATES: Record<ShareState, StateWords> = {
  open: { icon: IconClockHour4, tone: 'calm', label: 'Asked' },
  paid: { icon: IconCircleCheck, tone: 'good', label: 'Paid' },
  declined: { icon: IconCircleX, tone: 'calm', label: 'Said no' },
  cancelled: { icon: IconCircleX, tone: 'calm', label: 'Taken back' },
  expired: { icon: IconCircleX, tone: 'calm', label: 'No longer open' },
  moved: { icon: IconCornerUpRight, tone: 'calm', label: 'Owes nothing' },
};
