// The head of a conversation: who it is with, and the way to its details.
import { ActionIcon, Title, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconArrowLeft,
  IconBan,
  IconBellOff,
  IconInfoCircle,
  IconReceipt2,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import { BetweenButton } from '../between/between-button.js';
import type { Settled } from '../between/settled.js';
import { useViewer } from '../session/viewer.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import { TonePill } from '../ui/tone.js';
import { ThreadDetails } from './details/thread-details.js';
import { otherOf } from './people.js';
import classes from './thread-page.module.css';

interface Props {
  thread: ThreadView;
  name: string;
  onSettle: (settled: Settled) => void;
}

export function ConversationHead({ thread, name, onSettle }: Props) {
  const viewer = useViewer();
  const [shown, setShown] = useState(false);
  const other = otherOf(thread, viewer.id);
  const people = thread.participants.map((one) => (one.personId === viewer.id ? 'you' : one.name));
  const open = (): void => {
    setShown(true);
  };
  return (
    <div className={classes.head}>
      <ActionIcon
        component={Link}
        to="/threads"
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.back}
        aria-label="Back to all conversations"
      >
        <IconArrowLeft size={22} />
      </ActionIcon>
      <PersonAvatar name={name} seed={other?.handle ?? thread.id} size={38} />
      <div className={classes.who}>
        <Title order={1} className={classes.name}>
          <UnstyledButton className={classes.nameButton} onClick={open}>
            {name}
          </UnstyledButton>
        </Title>
        <div className={classes.handle}>{other ? `@${other.handle}` : people.join(', ')}</div>
      </div>
      {other?.blocked === true && (
        <TonePill tone="bad" icon={IconBan}>
          Blocked
        </TonePill>
      )}
      {thread.settings.mutedUntil !== null && (
        <IconBellOff size={18} className={classes.muted} aria-label="Muted" role="img" />
      )}
      <BetweenButton thread={thread} onSettle={onSettle} />
      <Tooltip label="Activity in this conversation">
        <ActionIcon
          renderRoot={(props) => (
            <Link {...props} to="/activity" search={{ threadId: thread.id }} />
          )}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Activity in this conversation"
          data-testid="thread-activity"
        >
          <IconReceipt2 size={22} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Details">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Details of ${name}`}
          onClick={open}
          data-testid="details-open"
        >
          <IconInfoCircle size={22} />
        </ActionIcon>
      </Tooltip>
      <ThreadDetails
        thread={thread}
        opened={shown}
        onClose={() => {
          setShown(false);
        }}
      />
    </div>
  );
}
