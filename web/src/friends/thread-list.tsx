// All threads of the viewer, the one with the newest message first, with the ways to begin another and
// to search what was said in them.
import { ActionIcon, Button, Title, Tooltip } from '@mantine/core';
import { IconMessageOff, IconPencilPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import { threadsQuery } from '../api/queries.js';
import { useViewer } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { SearchPanel } from './find/search-panel.js';
import { NewThreadDialog } from './meet/new-thread-dialog.js';
import classes from './thread-list.module.css';
import { ThreadRow } from './thread-row.js';

export function ThreadList({ openId }: { openId: string | undefined }) {
  const viewer = useViewer();
  const threads = useQuery(threadsQuery);
  const [shown, setShown] = useState<'threads' | 'search'>('threads');
  const [isNew, setIsNew] = useState(false);
  const begin = (): void => {
    setIsNew(true);
  };
  if (shown === 'search') {
    return (
      <SearchPanel
        isPageHeading={openId === undefined}
        onClose={() => {
          setShown('threads');
        }}
      />
    );
  }
  return (
    <>
      <div className={classes.head}>
        <Title order={openId === undefined ? 1 : 2} className={classes.title}>
          Messages
        </Title>
        <HeadButton
          label="Search messages"
          testId="search-open"
          icon={<IconSearch size={20} />}
          onClick={() => {
            setShown('search');
          }}
        />
        <HeadButton
          label="New conversation"
          testId="thread-new"
          icon={<IconPencilPlus size={20} />}
          onClick={begin}
        />
      </div>
      <NewThreadDialog
        opened={isNew}
        onClose={() => {
          setIsNew(false);
        }}
      />
      {threads.isPending && <Loading what="your conversations" rows={6} />}
      {threads.isError && (
        <Failed
          error={threads.error}
          what="Your conversations"
          onRetry={() => void threads.refetch()}
        />
      )}
      {threads.data?.length === 0 && (
        <Empty icon={<IconMessageOff size={26} />} title="No conversations yet">
          When somebody writes to you, it appears here.
          <div>
            <Button variant="light" mt="sm" onClick={begin}>
              Begin one
            </Button>
          </div>
        </Empty>
      )}
      {threads.data && threads.data.length > 0 && (
        <ul className={classes.list}>
          {[...threads.data].sort(newestFirst).map((thread) => (
            <li key={thread.id}>
              <ThreadRow thread={thread} viewerId={viewer.id} open={thread.id === openId} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface HeadButtonProps {
  label: string;
  testId: string;
  icon: ReactNode;
  onClick: () => void;
}

function HeadButton({ label, testId, icon, onClick }: HeadButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={onClick}
        data-testid={testId}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

function newestFirst(left: ThreadView, right: ThreadView): number {
  const when = (thread: ThreadView): string => thread.lastMessage?.createdAt ?? '';
  return when(right).localeCompare(when(left));
}
