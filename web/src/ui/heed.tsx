// Something to heed before or while one goes on: no error, and no small print either.
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './heed.module.css';

interface Props {
  icon: Icon;
  title?: ReactNode;
  testId?: string;
  children: ReactNode;
}

export function Heed({ icon: Shape, title, testId, children }: Props) {
  return (
    <div className={classes.heed} role="note" data-testid={testId}>
      <Shape size={20} aria-hidden="true" />
      <div>
        {title && <p className={classes.title}>{title}</p>}
        <p className={classes.words}>{children}</p>
      </div>
    </div>
  );
}
