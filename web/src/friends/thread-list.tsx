// All threads of the viewer, the one with the newest message first.
import { Title } from '@mantine/core';
import { IconMessageOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ThreadView } from '../../../src/chat/contract.js';
import { threadsQuery } from '../api/queries.js';
import { useViewer } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import classes from './thread-list.module.css';
import { ThreadRow } from './thread-row.js';

export function ThreadList({ openId }: { openId: string | undefined }) {
  const viewer = useViewer();
  const threads = useQuery(threadsQuery);
  return (
    <>
      <Title order={openId === undefined ? 1 : 2} className={classes.title}>
        Messages
      </Title>
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

function newestFirst(left: ThreadView, right: ThreadView): number {
  const when = (thread: ThreadView): string => thread.lastMessage?.createdAt ?? '';
  return when(right).localeCompare(when(left));
}
