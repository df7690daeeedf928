// The messenger's two panes: threads on the left, the open conversation on the right. A narrow screen
// shows one of them at a time, which one follows from the address.
import { useDocumentTitle } from '@mantine/hooks';
import { IconMessages } from '@tabler/icons-react';
import { Outlet, useParams } from '@tanstack/react-router';
import { Empty } from '../ui/states.js';
import panes from '../ui/two-panes.module.css';
import { ThreadList } from './thread-list.js';

export function FriendsLayout() {
  const { threadId } = useParams({ strict: false });
  return (
    <div className={panes.panes} data-open={threadId !== undefined || undefined}>
      <section className={panes.list} aria-label="Threads">
        <ThreadList openId={threadId} />
      </section>
      <section className={panes.detail} aria-label="Conversation">
        <Outlet />
      </section>
    </div>
  );
}

export function NoThreadChosen() {
  useDocumentTitle('Messages · Tenner');
  return (
    <div className={panes.placeholder}>
      <Empty icon={<IconMessages size={26} />} title="Pick a conversation">
        Write to a friend, or send money right where you talk about it.
      </Empty>
    </div>
  );
}
