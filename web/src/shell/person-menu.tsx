// Who is signed in: the ways to what is theirs, a mark when something happened to the account, whom they
// blocked, and signing out.
import { Menu, UnstyledButton } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBan,
  IconBell,
  IconCalendarClock,
  IconLogout,
  IconReceipt2,
  IconShieldCheck,
  IconShieldLock,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { BlockedPeople } from '../friends/meet/blocked-people.js';
import { useUnseenNotices } from '../security/unseen-notices.js';
import { useSignOut } from '../session/use-sign-out.js';
import { useViewer } from '../session/viewer.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import classes from './header.module.css';

export function PersonMenu() {
  const viewer = useViewer();
  const [showsBlocked, setShowsBlocked] = useState(false);
  const signOut = useSignOut();
  const unseen = useUnseenNotices();
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton
            className={classes.avatar}
            aria-label={`${viewer.name}, account menu${unseen > 0 ? ', something new' : ''}`}
          >
            <PersonAvatar name={viewer.name} seed={viewer.handle} size={34} />
            {unseen > 0 && <span className={classes.mark} data-testid="notice-mark" />}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {viewer.name} · @{viewer.handle}
          </Menu.Label>
          {viewer.roles.includes('person') && (
            <>
              <MoneyItems />
              <Menu.Item
                leftSection={<IconBan size={16} />}
                onClick={() => {
                  setShowsBlocked(true);
                }}
                data-testid="blocked-open"
              >
                Blocked people
              </Menu.Item>
            </>
          )}
          <Menu.Item
            component={Link}
            to="/notifications"
            leftSection={<IconBell size={16} />}
            data-testid="to-notifications"
          >
            Notifications
          </Menu.Item>
          <Menu.Item
            component={Link}
            to="/security"
            leftSection={<IconShieldLock size={16} />}
            rightSection={unseen > 0 && <span className={classes.count}>{unseen}</span>}
            data-testid="to-security"
          >
            Security
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={16} />}
            disabled={signOut.isPending}
            onClick={() => {
              signOut.mutate();
            }}
            data-testid="sign-out"
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <BlockedPeople
        opened={showsBlocked}
        onClose={() => {
          setShowsBlocked(false);
        }}
      />
    </>
  );
}

/** The pages about a person's money. */
function MoneyItems() {
  return (
    <>
      <Menu.Item
        leftSection={<IconReceipt2 size={16} />}
        component={Link}
        to="/activity"
        data-testid="menu-activity"
      >
        Activity and statements
      </Menu.Item>
      <Menu.Item
        leftSection={<IconCalendarClock size={16} />}
        component={Link}
        to="/schedules"
        data-testid="menu-schedules"
      >
        Scheduled payments
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowBackUp size={16} />}
        component={Link}
        to="/payment-settings"
        data-testid="menu-payment-settings"
      >
        Undo and accepting
      </Menu.Item>
      <Menu.Item
        leftSection={<IconShieldCheck size={16} />}
        component={Link}
        to="/trusted-contact"
        data-testid="menu-contact"
      >
        Trusted contact
      </Menu.Item>
    </>
  );
}
