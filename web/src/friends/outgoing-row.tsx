// A text that the server has not confirmed: on its way, or not sent and ready to be sent again.
import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import classes from './message-log.module.css';
import type { OutgoingText } from './use-outbox.js';

interface Props {
  text: OutgoingText;
  onRepeat: () => void;
}

export function OutgoingRow({ text, onRepeat }: Props) {
  return (
    <div className={classes.row} data-own data-pending data-starts>
      <div className={classes.bubble}>{text.body}</div>
      {text.failure === null ? (
        <span className={classes.when}>Sending…</span>
      ) : (
        <span className={classes.failure} role="alert">
          <IconAlertCircle size={14} aria-hidden="true" />
          Not sent. {text.failure}
          <Button variant="subtle" color="red" size="compact-xs" onClick={onRepeat}>
            Send again
          </Button>
        </span>
      )}
    </div>
  );
}
