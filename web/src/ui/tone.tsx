// A short statement with an icon and a tone. The words always carry the meaning; the colour only
// repeats it.
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './tone.module.css';

export type Tone = 'good' | 'wait' | 'bad' | 'calm';

interface Props {
  tone: Tone;
  icon: Icon;
  children: ReactNode;
}

export function TonePill({ tone, icon: IconShape, children }: Props) {
  return (
    <span className={classes.pill} data-tone={tone}>
      <IconShape size={15} stroke={2} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
