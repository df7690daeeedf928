// One conversation: its head, its messages, the composer, and the money sheet beside them. Opening it
// asks once for whatever changed since it was last held, and reading it moves the read position.
import { ActionIcon, Button, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconArrowLeft, IconMessageOff, IconReceipt2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import type { PaymentCard } from '../../../src/payments/contract.js';
import { Problem } from '../api/client.js';
import { threadQuery, threadsQuery } from '../api/queries.js';
import { MoneySheet } from '../money/money-sheet.js';
import { type Draft, useMoneySheet } from '../money/use-money-sheet.js';
import { useSendMoney } from '../money/use-send-money.js';
import { useViewer } from '../session/viewer.js';
import { coolingIn, endCooling } from '../trust/cool-off.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { Composer } from './composer.js';
import type { Aim } from './message-actions.js';
import { MessageLog } from './message-log.js';
import { otherOf, threadName } from './people.js';
import classes from './thread-page.module.css';
import { TypingLine } from './typing-line.js';

export function ThreadPage() {
  const { threadId } = useParams({ from: '/signed-in/threads/$threadId' });
  const { data: listed } = useQuery({
    ...threadsQuery,
    select: (threads) => threads.find(({ id }) => id === threadId),
  });
  const asked = useQuery({ ...threadQuery(threadId), enabled: listed === undefined });
  const thread = listed ?? asked.data;
  if (thread) return <Conversation key={thread.id} thread={thread} />;
  if (asked.error instanceof Problem && asked.error.status === 404) return <NoSuchThread />;
  if (asked.isError) {
    return (
      <Failed
        error={asked.error}
        what="This conversation"
        isPageHeading
        onRetry={() => void asked.refetch()}
      />
    );
  }
  return <Loading what="the conversation" rows={5} />;
}

// One that does not exist and one of other people look alike, and asking again would not help.
function NoSuchThread() {
  useDocumentTitle('Messages · Tenner');
  return (
    <Empty icon={<IconMessageOff size={26} />} title="There is no such conversation" isPageHeading>
      It may have been mistyped, or it is not yours to read.
      <div>
        <Button component={Link} to="/threads" variant="default" mt="sm">
          Go to your conversations
        </Button>
      </div>
    </Empty>
  );
}

function Conversation({ thread }: { thread: ThreadView }) {
  const viewer = useViewer();
  const sheet = useMoneySheet();
  const [aim, setAim] = useState<Aim | null>(null);
  const moneyButton = useRef<HTMLButtonElement>(null);
  const sending = useSendMoney({
    onSent: () => {
      endCooling(thread.id);
      sheet.finish();
    },
    onRefused: () => {
      sheet.open();
    },
  });
  const name = threadName(thread, viewer.id);
  useDocumentTitle(`${name} · Tenner`);
  // While an answer is awaited the sheet belongs to that payment; otherwise it starts at the amount.
  const openSheet = (change: Partial<Draft> = {}): void => {
    if (sending.isPending) {
      sheet.open();
      return;
    }
    sending.reset();
    sheet.open({ ...coolingIn(thread.id)?.draft, ...change, step: 'amount' });
  };
  // Whoever writes already while the sheet is closing keeps the focus.
  const giveFocusBack = (): void => {
    const active = document.activeElement;
    const writes = active?.matches('textarea') && active.closest('[role=dialog]') === null;
    if (!writes) moneyButton.current?.focus();
  };
  const tryAgain = ({ amount, note, payeeId }: PaymentCard): void => {
    openSheet({
      typed: amount.amount,
      currency: amount.currency,
      note: note ?? '',
      payeeId,
    });
  };

  return (
    <div
      className={classes.conversation}
      data-beside={(sheet.opened && sending.isPending) || undefined}
    >
      <ConversationHead thread={thread} name={name} />
      <MessageLog thread={thread} onTryAgain={tryAgain} onAim={setAim} />
      <TypingLine thread={thread} />
      <Composer
        key={aim === null ? 'new' : `${aim.kind} ${aim.message.id}`}
        threadId={thread.id}
        name={name}
        moneyButton={moneyButton}
        onMoney={() => {
          openSheet();
        }}
        aim={aim}
        onAimDone={() => {
          setAim(null);
        }}
      />
      <MoneySheet thread={thread} sheet={sheet} sending={sending} onClosed={giveFocusBack} />
    </div>
  );
}

function ConversationHead({ thread, name }: { thread: ThreadView; name: string }) {
  const viewer = useViewer();
  const other = otherOf(thread, viewer.id);
  const people = thread.participants.map((one) => (one.personId === viewer.id ? 'you' : one.name));
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
          {name}
        </Title>
        <div className={classes.handle}>{other ? `@${other.handle}` : people.join(', ')}</div>
      </div>
      <ActionIcon
        renderRoot={(props) => <Link {...props} to="/activity" search={{ threadId: thread.id }} />}
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.activity}
        aria-label="Activity in this conversation"
        title="Activity in this conversation"
        data-testid="thread-activity"
      >
        <IconReceipt2 size={22} />
      </ActionIcon>
    </div>
  );
}
