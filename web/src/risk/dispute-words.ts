// How a dispute stands, in words for the risk team.
import {
  IconAlarm,
  IconCircleCheck,
  IconCircleX,
  IconHelpCircle,
  IconMailForward,
  type Icon,
} from '@tabler/icons-react';
import type { DisputeView } from '../../../src/payments/contract.js';
import { countdown, deadline } from '../ui/time.js';
import type { Tone } from '../ui/tone.js';

export interface DisputePill {
  icon: Icon;
  tone: Tone;
  words: string;
}

const ENDS: Record<'won' | 'lost' | 'prevented' | 'closed', DisputePill> = {
  won: { icon: IconCircleCheck, tone: 'good', words: 'Won' },
  lost: { icon: IconCircleX, tone: 'bad', words: 'Lost' },
  prevented: { icon: IconCircleCheck, tone: 'calm', words: 'Prevented by a refund' },
  closed: { icon: IconCircleCheck, tone: 'calm', words: 'Closed without a dispute' },
};

/** What kind it is, or how it ended. */
export function statePill({ state }: DisputeView): DisputePill {
  if (state === 'inquiry') {
    return { icon: IconHelpCircle, tone: 'calm', words: 'Inquiry: the bank only asks' };
  }
  if (state === 'open') return { icon: IconAlarm, tone: 'wait', words: 'The bank took the money' };
  return ENDS[state];
}

/** Until when it can be answered, or that it was; null once it has ended. */
export function answerPill(dispute: DisputeView, now: number): DisputePill | null {
  const { state, dueBy, answeredAt } = dispute;
  if (state !== 'inquiry' && state !== 'open') return null;
  if (answeredAt !== null) {
    return { icon: IconMailForward, tone: 'calm', words: 'Answered, the bank decides' };
  }
  if (dueBy === null) return null;
  const left = countdown(dueBy, now);
  return left === null
    ? { icon: IconAlarm, tone: 'bad', words: `Overdue since ${deadline(dueBy, now)}` }
    : { icon: IconAlarm, tone: 'wait', words: `${left} left, until ${deadline(dueBy, now)}` };
}

/** Whether one word to the bank is still possible. */
export const isAnswerable = (dispute: DisputeView, now: number): boolean =>
  (dispute.state === 'open' || dispute.state === 'inquiry') &&
  dispute.answeredAt === null &&
  (dispute.dueBy === null || new Date(dispute.dueBy).getTime() > now);
