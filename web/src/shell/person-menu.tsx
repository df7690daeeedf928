// Who is signed in, whom they blocked, and signing out. Signing out forgets everything the cache holds about the person.
import { Menu, UnstyledButton } from '@mantine/core';
import { IconBan, IconLogout, IconReceipt2, IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/client.js';
import { forgetPerson } from '../api/query-client.js';
import { sessionQuery } from '../api/queries.js';
import { BlockedPeople } from '../friends/meet/blocked-people.js';
import { useViewer } from '../session/viewer.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import classes from './header.module.css';

export function PersonMenu() {
  const viewer = useViewer();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [showsBlocked, setShowsBlocked] = useState(false);
  const signOut = useMutation({
    mutationFn: () => call<undefined>('/session', { method: 'DELETE' }),
    onSuccess: async () => {
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await router.navigate({ to: '/signin' });
      forgetPerson(queryClient);
    },
  });
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={classes.avatar} aria-label={`${viewer.name}, account menu`}>
            <PersonAvatar name={viewer.name} seed={viewer.handle} size={34} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {viewer.name} · @{viewer.handle}
          </Menu.Label>
          {viewer.roles.includes('person') && (
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
                leftSection={<IconShieldCheck size={16} />}
                component={Link}
                to="/trusted-contact"
                data-testid="menu-contact"
              >
                Trusted contact
              </Menu.Item>
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
