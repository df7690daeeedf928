// The bell in the header: how much is unread, and behind it the list.
import { Popover, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import classes from './notifications.module.css';
import { NotificationList } from './notification-list.js';
import { unreadQuery } from './notification-queries.js';

const SHOWN_MAX = 99;

export function Bell() {
  const { data: unread = 0 } = useQuery(unreadQuery);
  const [opened, setOpened] = useState(false);
  const count = unread > SHOWN_MAX ? `${String(SHOWN_MAX)}+` : String(unread);
  return (
    <Popover
      position="bottom-end"
      width="min(400px, calc(100vw - 24px))"
      opened={opened}
      onChange={setOpened}
      trapFocus
      returnFocus
      shadow="lg"
      radius="lg"
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.bell}
          aria-label={unread > 0 ? `Notifications, ${count} unread` : 'Notifications'}
          onClick={() => {
            setOpened(!opened);
          }}
          data-testid="bell"
        >
          <IconBell size={22} aria-hidden="true" />
          {unread > 0 && (
            <span className={classes.badge} aria-hidden="true" data-testid="bell-count">
              {count}
            </span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Notifications" data-testid="notifications">
        <NotificationList
          onLeave={() => {
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
