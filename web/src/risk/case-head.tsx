// The head of what is looked at on the desk: the way back to its list, whose money it is, and how it stands.
import { ActionIcon, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './risk.module.css';

interface Props {
  backTo: '/risk' | '/risk/contests' | '/risk/disputes';
  backLabel: string;
  title: ReactNode;
  /** How it stands. */
  children: ReactNode;
}

export function CaseHead({ backTo, backLabel, title, children }: Props) {
  return (
    <div className={classes.caseHead}>
      <ActionIcon
        component={Link}
        to={backTo}
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.back}
        aria-label={backLabel}
      >
        <IconArrowLeft size={22} />
      </ActionIcon>
      <div>
        <Title order={1} className={classes.caseTitle}>
          {title}
        </Title>
        <div className={classes.pills}>{children}</div>
      </div>
    </div>
  );
}
