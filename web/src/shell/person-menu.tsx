// Who is signed in, the way to their security page with a mark when something happened to the account,
// and signing out.
import { Menu, UnstyledButton } from '@mantine/core';
import { IconLogout, IconShieldLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useUnseenNotices } from '../security/unseen-notices.js';
import { useSignOut } from '../session/use-sign-out.js';
import { useViewer } from '../session/viewer.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import classes from './header.module.css';

export function PersonMenu() {
  const viewer = useViewer();
  const signOut = useSignOut();
  const unseen = useUnseenNotices();
  return (
    <Menu position="bottom-end" width={220}>
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
  );
}
