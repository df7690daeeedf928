// How a top-up is told: one table from state to icon, tone and words. What became of it later, given back
// or disputed, is told instead of its end.
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBuildingBank,
  IconCircleCheck,
  IconCircleX,
  IconClockHour4,
  type Icon,
} from '@tabler/icons-react';
import type { TopUpView } from '../../../src/payments/top-ups/contract.js';
import { formatMoney } from '../money/format.js';
import { isSameAmount } from '../money/parse-amount.js';
import type { Tone } from '../ui/tone.js';

export interface TopUpWords {
  icon: Icon;
  tone: Tone;
  label: string;
}

const DISPUTED: Record<NonNullable<TopUpView['dispute']>, TopUpWords> = {
  inquiry: { icon: IconBuildingBank, tone: 'wait', label: 'Your bank asks about it' },
  open: { icon: IconBuildingBank, tone: 'wait', label: 'Your bank took it back for now' },
  won: { icon: IconCircleCheck, tone: 'good', label: 'Added; your bank let it stand' },
  lost: { icon: IconAlertTriangle, tone: 'bad', label: 'Your bank took it back' },
};

export function topUpWords({ state, amount, refunded, dispute }: TopUpView): TopUpWords {
  if (dispute !== null) return DISPUTED[dispute];
  if (refunded !== null) {
    const all = isSameAmount(refunded, amount.amount);
    const label = all
      ? 'Went back to your card'
      : `${formatMoney({ amount: refunded, currency: amount.currency })} went back to your card`;
    return { icon: IconArrowBackUp, tone: 'calm', label };
  }
  switch (state) {
    case 'charging':
      return { icon: IconClockHour4, tone: 'wait', label: 'Asking your card' };
    case 'authenticating':
      return { icon: IconBuildingBank, tone: 'wait', label: 'Your bank asks if it is you' };
    case 'completed':
      return { icon: IconCircleCheck, tone: 'good', label: 'In your balance' };
    case 'failed':
      return { icon: IconCircleX, tone: 'bad', label: 'Not added, nothing was charged' };
  }
}
