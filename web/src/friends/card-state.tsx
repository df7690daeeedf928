// How a payment or a request stands: icon and words and time; colour only repeats them.
import type { Icon } from '@tabler/icons-react';
import { exactTime } from '../ui/time.js';
import classes from './payment-card.module.css';

interface Props {
  words: { icon: Icon; tone: string; label: string; explanation: string };
  updatedAt: string;
  /** The time in words. */
  time: string;
}

export function CardState({ words, updatedAt, time }: Props) {
  return (
    <div className={classes.state} data-tone={words.tone}>
      <words.icon size={18} aria-hidden="true" />
      <div className={classes.words}>
        <span className={classes.label}>{words.label}</span>
        {words.explanation && <span className={classes.explanation}>{words.explanation}</span>}
      </div>
      <time dateTime={updatedAt} title={exactTime(updatedAt)}>
        {time}
      </time>
    </div>
  );
}
