// The three states every list has besides its rows: nothing yet, still loading, and could not load.
// Each says in words what is going on, and a failure always offers a way to try again.
import { Button, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/client.js';
import classes from './states.module.css';

interface EmptyProps {
  icon: ReactNode;
  title: string;
  /** True where nothing else is the page's main heading. */
  isPageHeading?: boolean;
  children?: ReactNode;
}

export function Empty({ icon, title, isPageHeading = false, children }: EmptyProps) {
  return (
    <div className={classes.state}>
      <span className={classes.disc} aria-hidden="true">
        {icon}
      </span>
      <Text fw={600} component={isPageHeading ? 'h1' : 'p'} className={classes.title}>
        {title}
      </Text>
      {children && <div className={classes.words}>{children}</div>}
    </div>
  );
}

interface FailedProps {
  error: unknown;
  what: string;
  /** True where nothing else is the page's main heading. */
  isPageHeading?: boolean;
  onRetry: () => void;
}

export function Failed({ error, what, isPageHeading = false, onRetry }: FailedProps) {
  return (
    <div className={classes.state} role="alert">
      <span className={classes.disc} aria-hidden="true">
        <IconCloudOff size={26} />
      </span>
      <Text fw={600} component={isPageHeading ? 'h1' : 'p'} className={classes.title}>
        {what} could not be loaded
      </Text>
      <div className={classes.words}>{sentenceOf(error)}</div>
      <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

interface LoadingProps {
  what: string;
  rows?: number;
  height?: number;
}

export function Loading({ what, rows = 4, height = 56 }: LoadingProps) {
  return (
    <Stack gap="sm" p="md" role="status">
      <VisuallyHidden>Loading {what}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="md" />
      ))}
    </Stack>
  );
}
