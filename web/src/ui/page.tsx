// A page that scrolls as a whole, with its one main heading. It names the browser's tab as well, so
// that history and screen readers say where they are.
import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface Props {
  title: string;
  intro?: ReactNode;
  aside?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Page({ title, intro, aside, wide = false, children }: Props) {
  useDocumentTitle(`${title} · Tenner`);
  return (
    <div className={classes.scroll}>
      <div className={classes.column} data-wide={wide || undefined}>
        <div className={classes.head}>
          <div>
            <Title order={1} size="h2">
              {title}
            </Title>
            {intro && <p className={classes.intro}>{intro}</p>}
          </div>
          {aside}
        </div>
        {children}
      </div>
    </div>
  );
}
