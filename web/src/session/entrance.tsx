// The frame of every page before the signed-in part: the mark, one heading, one panel, and ways on.
import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { TestMoneyBanner } from '../shell/test-money-banner.js';
import { Brand } from '../ui/brand.js';
import classes from './entrance.module.css';

interface Props {
  title: string;
  intro?: ReactNode;
  /** What stands under the panel. */
  foot?: ReactNode;
  children: ReactNode;
}

export function Entrance({ title, intro, foot, children }: Props) {
  useDocumentTitle(`${title} · Tenner`);
  return (
    <div className={classes.page}>
      <TestMoneyBanner />
      <main className={classes.main}>
        <Brand size={36} />
        <div className={classes.panel}>
          <Title order={1} className={classes.title}>
            {title}
          </Title>
          {intro && <p className={classes.intro}>{intro}</p>}
          {children}
        </div>
        {foot}
      </main>
    </div>
  );
}
