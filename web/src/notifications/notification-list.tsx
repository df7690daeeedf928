// What the viewer was told, newest first. Each leads to where it happened, and is read then.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconBellZ, IconChecks, IconSettings } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MoreButton } from '../ui/more-button.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { useNow } from '../ui/time.js';
import { NotificationRow } from './notification-row.js';
import classes from './notifications.module.css';
import { notificationsQuery } from './notification-queries.js';
import { useMarkRead } from './use-notifications.js';

export function NotificationList({ onLeave }: { onLeave: () => void }) {
  const list = useInfiniteQuery(notificationsQuery);
  const marking = useMarkRead();
  const now = useNow();
  const all = list.data?.pages.flatMap(({ notifications }) => notifications) ?? [];
  const newest = all[0];
  const hasUnread = all.some(({ readAt }) => readAt === null);
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>Notifications</h2>
        {newest && (
          // It stays when there is nothing to mark, because whoever pressed it is still on it.
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconChecks size={16} />}
            data-disabled={!hasUnread || undefined}
            aria-disabled={!hasUnread}
            onClick={() => {
              if (hasUnread) marking.mutate({ upTo: newest.id });
            }}
            data-testid="read-all"
          >
            Mark all as read
          </Button>
        )}
        <Tooltip label="What you are told of">
          <ActionIcon
            component={Link}
            to="/notifications"
            variant="subtle"
            color="gray"
            aria-label="Notification settings"
            onClick={onLeave}
            data-testid="notification-settings"
          >
            <IconSettings size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="List of notifications">
        {list.isPending && <Loading what="your notifications" rows={3} />}
        {list.isError && (
          <Failed
            error={list.error}
            what="Your notifications"
            onRetry={() => void list.refetch()}
          />
        )}
        {list.isSuccess && all.length === 0 && (
          <Empty icon={<IconBellZ size={26} />} title="Nothing yet">
            Money that arrives, requests and reviews are told here.
          </Empty>
        )}
        <ul className={classes.list} aria-label="Notifications">
          {all.map((notification) => (
            <NotificationRow
              key={notification.id}
              notification={notification}
              now={now}
              onOpen={() => {
                if (notification.readAt === null) marking.mutate({ id: notification.id });
                onLeave();
              }}
            />
          ))}
        </ul>
        {list.hasNextPage && (
          <div className={classes.more}>
            <MoreButton list={list} />
          </div>
        )}
      </div>
    </>
  );
}
