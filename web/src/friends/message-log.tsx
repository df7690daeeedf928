// The messages of the open thread, oldest at the top, resting at the newest. The log grows upwards
// from its end, so neither a new message nor an earlier page makes what is being read jump. An address
// that names a place in the thread opens it there.
import { Button } from '@mantine/core';
import { IconArrowDown, IconHandStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MessageView, ThreadView } from '../../../src/chat/contract.js';
import type { PaymentCard } from '../../../src/payments/contract.js';
import { type HeldMessages, loadEarlier, loadLater, showNewest } from '../api/messages.js';
import { useViewer } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { dayName } from '../ui/time.js';
import classes from './message-log.module.css';
import type { Aim } from './message-actions.js';
import { MessageRow } from './message-row.js';
import { OutgoingRow } from './outgoing-row.js';
import { useOutbox } from './use-outbox.js';
import type { PaidRequest } from './use-paying.js';
import { usePlace } from './use-place.js';
import { useThreadMessages } from './use-thread-messages.js';

interface Props {
  thread: ThreadView;
  onTryAgain: (payment: PaymentCard) => void;
  onPayRequest: (request: PaidRequest) => void;
  onAim: (aim: Aim) => void;
}

const isText = ({ card, event }: MessageView): boolean => card === null && event === null;

export function MessageLog(props: Props) {
  const { thread } = props;
  const viewer = useViewer();
  const held = useThreadMessages(thread, viewer.id);
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
  // Those who have left are called by their names in what they said.
  const peopled = { ...thread, former: [...thread.former, ...held.data.former] };
  return <Log {...props} thread={peopled} held={held.data} />;
}

function Log({ thread, held, onTryAgain, onPayRequest, onAim }: Props & { held: HeldMessages }) {
  const viewer = useViewer();
  const queryClient = useQueryClient();
  const outbox = useOutbox(thread.id);
  const place = usePlace(thread.id, held);
  const earlier = useMutation({ mutationFn: () => loadEarlier(queryClient, thread.id) });
  const { messages, hasBefore, hasAfter } = held;
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
              <div
                ref={message.sequence === place ? sought : undefined}
                className={classes.item}
                data-sought={message.sequence === place || undefined}
              >
                <MessageRow
                  message={message}
                  thread={thread}
                  viewerId={viewer.id}
                  startsRun={newDay || !isText(previous) || previous.authorId !== message.authorId}
                  answered={messages.find(({ id }) => id === message.replyTo)}
                  onTryAgain={onTryAgain}
                  onPayRequest={onPayRequest}
                  onAim={onAim}
                />
              </div>
            </div>
          );
        })}
        {hasAfter && <Later threadId={thread.id} />}
        {outgoing.map((text) => (
          <OutgoingRow
            key={text.clientId}
            text={text}
            onRepeat={() => void outbox.send(text, text.clientId)}
          />
        ))}
      </div>
    </div>
  );
}

/** Brings what was looked for into sight, when it appears. */
function sought(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'center' });
}

/** The way on from an older part of the thread. */
function Later({ threadId }: { threadId: string }) {
  const queryClient = useQueryClient();
  const later = useMutation({ mutationFn: () => loadLater(queryClient, threadId) });
  const newest = useMutation({ mutationFn: () => showNewest(queryClient, threadId) });
  return (
    <div className={classes.later}>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={later.isPending}
        onClick={() => {
          later.mutate();
        }}
      >
        {later.isError ? 'Later messages did not load. Try again' : 'Later messages'}
      </Button>
      <Button
        variant="light"
        size="compact-sm"
        leftSection={<IconArrowDown size={16} />}
        loading={newest.isPending}
        onClick={() => {
          newest.mutate();
        }}
        data-testid="newest"
      >
        Newest messages
      </Button>
    </div>
  );
}
