// What people contest, in words for the risk team.
import {
  IconAlarm,
  IconCircleCheck,
  IconCircleX,
  IconClockOff,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { ContestCaseView } from '../../../src/payments/returns/cases/contract.js';
import type { Verdict } from '../../../src/payments/returns/contract.js';
import { countdown, deadline } from '../ui/time.js';
import type { Tone } from '../ui/tone.js';

const KINDS: Record<ContestCaseView['kind'], string> = {
  ask_back: 'Asked back',
  report: 'Reported',
  rejection: 'Rejection appealed',
};

/** "Reported" or "Reported, appeal 1". */
export function kindWords({ kind, number }: ContestCaseView): string {
  return number === 1 ? KINDS[kind] : `${KINDS[kind]}, appeal ${String(number - 1)}`;
}

const VERDICTS: Record<ContestCaseView['kind'], Record<Verdict, string>> = {
  ask_back: { granted: 'Return it to the payer', denied: 'Leave it with the payee' },
  report: { granted: 'Return what is frozen', denied: 'Release what is frozen' },
  rejection: { granted: 'Overturn the rejection', denied: 'Uphold the rejection' },
};

/** What a verdict means for a case of that kind. */
export const verdictWords = (kind: ContestCaseView['kind'], verdict: Verdict): string =>
  VERDICTS[kind][verdict];

interface Pill {
  icon: Icon;
  tone: Tone;
  words: string;
}

/** Until when it must be decided, or how it ended. */
export function standing(contest: ContestCaseView, now: number): Pill {
  const { state, dueBy, decision, proposal } = contest;
  if (decision !== null) {
    return decision.verdict === 'granted'
      ? { icon: IconCircleCheck, tone: 'good', words: 'Decided for the payer' }
      : { icon: IconCircleX, tone: 'calm', words: 'Decided against the payer' };
  }
  if (state === 'lapsed') return { icon: IconClockOff, tone: 'bad', words: 'Not decided in time' };
  if (state === 'settled') {
    return { icon: IconCircleCheck, tone: 'calm', words: 'Settled without a decision' };
  }
  if (proposal !== null)
    return { icon: IconUsers, tone: 'wait', words: 'A second person must agree' };
  const left = countdown(dueBy, now);
  return left === null
    ? { icon: IconAlarm, tone: 'bad', words: `Overdue since ${deadline(dueBy, now)}` }
    : { icon: IconAlarm, tone: 'wait', words: `${left} left, until ${deadline(dueBy, now)}` };
}
