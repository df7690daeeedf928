// How a cash-out is told: one table from state to icon, tone and words. The bank never tells when money
// arrives, so nothing here says that it did; it is expected, and may still come back.
import {
  IconArrowBackUp,
  IconBuildingBank,
  IconClockHour4,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import type { CashOutView } from '../../../src/payments/cash-out/contract.js';
import { deadline, expectedDay, isSameDay } from '../ui/time.js';
import type { Tone } from '../ui/tone.js';

export interface CashOutWords {
  icon: Icon;
  tone: Tone;
  label: string;
}

/** "by tomorrow", or with its time "by 14:30" where it is a matter of minutes. */
export function arrival({
  expectedOn,
  method,
}: Pick<CashOutView, 'expectedOn' | 'method'>): string {
  if (expectedOn === null) return 'soon';
  const today = isSameDay(new Date(expectedOn), new Date());
  return `by ${method === 'instant' && today ? deadline(expectedOn) : expectedDay(expectedOn)}`;
}

/** Icon, tone and words for where a cash-out stands. */
export function cashOutWords(cashOut: CashOutView): CashOutWords {
  const expected = `expected in your bank ${arrival(cashOut)}`;
  switch (cashOut.state) {
    case 'requested':
      return { icon: IconClockHour4, tone: 'wait', label: 'Being prepared' };
    case 'in_transit':
      return { icon: IconSend, tone: 'wait', label: `On its way, ${expected}` };
    case 'paid':
      return { icon: IconBuildingBank, tone: 'good', label: `Sent, ${expected}` };
    case 'failed':
      return {
        icon: IconArrowBackUp,
        tone: 'bad',
        label: 'Did not arrive: it is back in your balance',
      };
    case 'cancelled':
      return {
        icon: IconArrowBackUp,
        tone: 'calm',
        label: 'Cancelled: it is back in your balance',
      };
  }
}

/** Whether it may still be taken back; the server has the last word. */
export const mayCancel = ({ state, method }: CashOutView): boolean =>
  state === 'requested' || (state === 'in_transit' && method === 'standard');
