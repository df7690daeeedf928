// What can be done to one member of a group: roles by owners, putting out by whoever ranks higher, and a
// block by anybody.
import { ActionIcon, Menu } from '@mantine/core';
import { IconBan, IconDots, IconShield, IconUserMinus } from '@tabler/icons-react';
import type { ParticipantView, ThreadRole } from '../../../../src/chat/contract.js';
import type { CallOptions } from '../../api/client.js';
import { useBlock } from '../../api/thread-changes.js';

interface Props {
  person: ParticipantView;
  /** The viewer's own role. */
  role: ThreadRole;
  onChange: (call: CallOptions & { path: string }) => void;
}

const TITLES: Record<ThreadRole, string> = {
  owner: 'Make an owner',
  admin: 'Make an admin',
  member: 'Make a plain member',
};

export function MemberMenu({ person, role, onChange }: Props) {
  const block = useBlock(person.personId);
  const path = `/participants/${person.personId}`;
  const mayRemove =
    (role === 'owner' && person.role !== 'owner') || (role === 'admin' && person.role === 'member');
  const roles = (['member', 'admin', 'owner'] as const).filter((one) => one !== person.role);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Actions for ${person.name}`}
          data-testid="member-actions"
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {role === 'owner' &&
          roles.map((one) => (
            <Menu.Item
              key={one}
              leftSection={<IconShield size={16} />}
              onClick={() => {
                onChange({ path: `${path}/role`, method: 'PUT', body: { role: one } });
              }}
            >
              {TITLES[one]}
            </Menu.Item>
          ))}
        <Menu.Item
          leftSection={<IconBan size={16} />}
          onClick={() => {
            block.mutate(!person.blocked);
          }}
        >
          {person.blocked ? 'Unblock' : 'Block'}
        </Menu.Item>
        {mayRemove && (
          <Menu.Item
            color="red"
            leftSection={<IconUserMinus size={16} />}
            onClick={() => {
              onChange({ path, method: 'DELETE' });
            }}
          >
            Remove from the group
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
