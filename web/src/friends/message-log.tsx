// The messages of the open thread, oldest at the top, resting at the newest. The log grows upwards
// from its end, so neither a new message nor an earlier page makes what is being read jump.
import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ThreadView } from '../../../src/chat/contract.js';
import type { PaymentCard } from '../../../src/payments/contract.js';
import { loadEarlier } from '../api/messages.js';
import { useViewer } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { dayName } from '../ui/time.js';
import classes from './message-log.module.css';
import { MessageRow } from './message-row.js';
import { OutgoingRow } from './outgoing-row.js';
import { useOutbox } from './use-outbox.js';
import { useThreadMessages } from './use-thread-messages.js';

interface Props {
  thread: ThreadView;
  onTryAgain: (payment: PaymentCard) => void;
}

export function MessageLog({ thread, onTryAgain }: Props) {
  const viewer = useViewer();
  const queryClient = useQueryClient();
  const held = useThreadMessages(thread, viewer.id);
  const outbox = useOutbox(thread.id);
  const earlier = useMutation({ mutationFn: () => loadEarlier(queryClient, thread.id) });

  if (held.isPending) {
    return (
      <div className={classes.state}>
        <Loading what="the messages" rows={5} height={44} />
      </div>
    );
  }
  if (held.isError) {
    return (
      <div className={classes.state}>
        <Failed error={held.error} what="The messages" onRetry={() => void held.refetch()} />
      </div>
    );
  }
  const { messages, hasBefore } = held.data;
  const arrived = new Set(messages.map(({ clientId }) => clientId));
  const outgoing = outbox.texts.filter(({ clientId }) => !arrived.has(clientId));

  return (
    <div className={classes.scroll} tabIndex={0} role="log" aria-label="Messages">
      <div className={classes.column}>
        {hasBefore && (
          <Button
            variant="subtle"
            size="compact-sm"
            className={classes.earlier}
            loading={earlier.isPending}
            onClick={() => {
              earlier.mutate();
            }}
          >
            {earlier.isError ? 'Earlier messages did not load. Try again' : 'Earlier messages'}
          </Button>
        )}
        {messages.length + outgoing.length === 0 && (
          <Empty icon={<IconHandStop size={26} />} title="Nothing here yet">
            Say hello, or send money with the button beside the text field.
          </Empty>
        )}
        {messages.map((message, index) => {
          const previous = messages[index - 1];
          const today = dayName(message.createdAt);
          const newDay = !previous || dayName(previous.createdAt) !== today;
          return (
            <div key={message.id} className={classes.item}>
              {newDay && <h2 className={classes.day}>{today}</h2>}
              <MessageRow
                message={message}
                thread={thread}
                viewerId={viewer.id}
                startsRun={
                  newDay || previous.card !== null || previous.authorId !== message.authorId
                }
                onTryAgain={onTryAgain}
              />
            </div>
          );
        })}
        {outgoing.map((text) => (
          <OutgoingRow
            key={text.clientId}
            text={text}
            onRepeat={() => void outbox.send(text.body, text.clientId)}
          />
        ))}
      </div>
    </div>
  );
}
