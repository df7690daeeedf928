// What became of an event of the processor, in words.
import {
  IconCircleCheck,
  IconCircleDashed,
  IconClockHour4,
  IconCopy,
  IconSkull,
  type Icon,
} from '@tabler/icons-react';
import type { EventState } from '../api/processor-queries.js';
import type { Tone } from '../ui/tone.js';

export const EVENT_STATES: Record<EventState, { icon: Icon; tone: Tone; label: string }> = {
  dead: { icon: IconSkull, tone: 'bad', label: 'Dead' },
  waiting: { icon: IconClockHour4, tone: 'wait', label: 'Waiting' },
  applied: { icon: IconCircleCheck, tone: 'good', label: 'Applied' },
  ignored: { icon: IconCircleDashed, tone: 'calm', label: 'Ignored' },
  duplicate: { icon: IconCopy, tone: 'calm', label: 'Duplicate' },
};

/** The order of the filter: what needs somebody comes first. */
export const STATE_ORDER: readonly EventState[] = [
  'dead',
  'waiting',
  'applied',
  'ignored',
  'duplicate',
];

/** Only what was worked on, or given up, can be worked on again. */
export const mayReplay = (state: EventState): boolean => state === 'dead' || state === 'applied';
