// One conversation: its head, its messages, the composer, and the money sheet beside them. Opening it
// asks once for whatever changed since it was last held, and reading it moves the read position.
import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconDoorExit, IconMessageOff, IconPhoto } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import { Problem } from '../api/client.js';
import { threadQuery, threadsQuery } from '../api/queries.js';
import type { WrittenAmount } from '../money/amount-in-text.js';
import { MoneySheet } from '../money/money-sheet.js';
import { NextLine } from '../schedules/next-line.js';
import { useViewer } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { useLast } from '../ui/use-last.js';
import { AskSheets, type Asking } from './ask-sheets.js';
import { Composer, Editor } from './compose/composer.js';
import { type Attachment, fileOf, useAttachment } from './compose/use-attachment.js';
import { draftOf, keepDraft } from './compose/use-draft.js';
import { ConversationHead } from './conversation-head.js';
import type { Aim } from './message-actions.js';
import { MessageLog } from './message-log.js';
import { threadName } from './people.js';
import classes from './thread-page.module.css';
import { TypingLine } from './typing-line.js';
import { usePaying } from './use-paying.js';

export function ThreadPage() {
  const { threadId } = useParams({ from: '/signed-in/threads/$threadId' });
  const { data: listed } = useQuery({
    ...threadsQuery,
    select: (threads) => threads.find(({ id }) => id === threadId),
  });
  const asked = useQuery({ ...threadQuery(threadId), enabled: listed === undefined });
  const thread = listed ?? asked.data;
  const last = useLast(thread ?? null);
  if (thread) return <Conversation key={thread.id} thread={thread} />;
  if (asked.error instanceof Problem && asked.error.status === 404) {
    return <NoSuchThread wasHere={last?.id === threadId} />;
  }
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

// One that does not exist and one of other people look alike, and asking again would not help. Whoever
// was in it a moment ago is told so.
function NoSuchThread({ wasHere }: { wasHere: boolean }) {
  useDocumentTitle('Messages · Tenner');
  return (
    <Empty
      icon={wasHere ? <IconDoorExit size={26} /> : <IconMessageOff size={26} />}
      title={wasHere ? 'You are not in this group any more' : 'There is no such conversation'}
      isPageHeading
    >
      {wasHere
        ? 'What was and is said there is not yours to read now.'
        : 'It may have been mistyped, or it is not yours to read.'}
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
  const attachment = useAttachment(thread.id);
  const written = useWritten(thread.id);
  const [aim, setAim] = useState<Aim | null>(null);
  const [asking, setAsking] = useState<Asking>({});
  const moneyButton = useRef<HTMLButtonElement>(null);
  const { sheet, sending, ...paying } = usePaying(thread.id, written.paid);
  const name = threadName(thread, viewer.id);
  useDocumentTitle(`${name} · Tenner`);
  // Whoever writes already while the sheet is closing keeps the focus, and so does what came instead.
  const giveFocusBack = (): void => {
    const active = document.activeElement;
    const writes = active?.matches('textarea') && active.closest('[role=dialog]') === null;
    if (!writes && !asking.one && !asking.several && !asking.gift) moneyButton.current?.focus();
  };
  const composing = {
    thread,
    name,
    moneyButton,
    onMoney: () => {
      paying.open();
    },
    onPay: ({ amount, currency, note }: WrittenAmount) => {
      written.paying();
      paying.open({ typed: amount, currency, note });
    },
    onAsk: ({ amount, currency, note }: WrittenAmount) => {
      written.paying();
      setAsking({ one: { typed: amount, currency, note, payerId: null } });
    },
    onSplit: ({ amount, currency, note }: WrittenAmount) => {
      written.paying();
      setAsking({ several: { typed: amount, currency, title: note, splitId: null } });
    },
    onAimDone: () => {
      setAim(null);
    },
  };

  return (
    <DropZone attachment={attachment} beside={(sheet.opened && sending.isPending) || undefined}>
      <ConversationHead thread={thread} name={name} onSettle={paying.settle} />
      <NextLine threadId={thread.id} />
      <MessageLog
        thread={thread}
        onTryAgain={paying.tryAgain}
        onPayRequest={paying.payRequest}
        onAim={setAim}
      />
      <TypingLine thread={thread} />
      {aim?.kind === 'edit' ? (
        <Editor key={aim.message.id} {...composing} aim={aim} />
      ) : (
        <Composer key={written.count} {...composing} attachment={attachment} aim={aim} />
      )}
      <MoneySheet
        thread={thread}
        sheet={sheet}
        sending={sending}
        onClosed={giveFocusBack}
        onAsk={({ typed, currency, note, payeeId }) => {
          sheet.close();
          setAsking({ one: { typed, currency, note, payerId: payeeId } });
        }}
        onSplit={({ typed, currency, note }) => {
          sheet.close();
          setAsking({ several: { typed, currency, title: note, splitId: null } });
        }}
        onGift={({ typed, currency, note }) => {
          sheet.close();
          setAsking({ gift: { typed, currency, note } });
        }}
      />
      <AskSheets
        thread={thread}
        asking={asking}
        onAsked={() => {
          written.paid();
          setAsking({});
        }}
        onClose={() => {
          setAsking({});
        }}
        onClosed={giveFocusBack}
      />
    </DropZone>
  );
}

/** Whether what was written was paid: "20 EUR for pizza" need not be said once it was done. */
function useWritten(threadId: string) {
  const queryClient = useQueryClient();
  const text = useRef<string | null>(null);
  const [count, setCount] = useState(0);
  return {
    /** How often the composer was emptied; it is made anew each time. */
    count,
    paying: () => {
      text.current = draftOf(queryClient, threadId);
    },
    paid: () => {
      if (text.current === null || text.current !== draftOf(queryClient, threadId)) return;
      text.current = null;
      keepDraft(queryClient, threadId, '');
      setCount((before) => before + 1);
    },
  };
}

interface DropZoneProps {
  attachment: Attachment;
  /** Whether the money sheet stands beside the conversation. */
  beside: true | undefined;
  children: ReactNode;
}

/** The conversation, on which a picture can be dropped. */
function DropZone({ attachment, beside, children }: DropZoneProps) {
  const [isOver, setIsOver] = useState(false);
  const onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setIsOver(true);
  };
  const onDrop = (event: DragEvent): void => {
    const file = fileOf(event.dataTransfer);
    setIsOver(false);
    if (file === undefined) return;
    event.preventDefault();
    attachment.attach(file);
  };
  return (
    <div
      className={classes.conversation}
      data-beside={beside}
      onDragOver={onDragOver}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={onDrop}
      data-testid="conversation"
    >
      {children}
      {isOver && (
        <div className={classes.drop}>
          <IconPhoto size={32} aria-hidden="true" />
          Drop the picture here
        </div>
      )}
    </div>
  );
}
