// Which message is being answered or edited, and why a change was not made.
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Aim } from '../message-actions.js';
import classes from './composer.module.css';

interface Props {
  aim: Aim;
  /** Why the change was not made. */
  failure: string | null;
  onClose: () => void;
}

export function AimBar({ aim, failure, onClose }: Props) {
  return (
    <div className={classes.aim}>
      <span className={classes.aimWords} role={failure === null ? undefined : 'alert'}>
        <b>{failure ?? (aim.kind === 'edit' ? 'Editing' : 'Answering')}</b>{' '}
        {aim.message.body ?? 'a picture'}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={aim.kind === 'edit' ? 'Stop editing' : 'Do not answer this message'}
        onClick={onClose}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
