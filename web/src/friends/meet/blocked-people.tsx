// Whom the viewer has blocked, with the way to take it back.
import { Button, Text } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { FoundPerson } from '../../../../src/chat/contract.js';
import { useBlock } from '../../api/thread-changes.js';
import { blocksQuery } from '../../api/thread-queries.js';
import { Dialog } from '../../ui/dialog.js';
import { PersonAvatar } from '../../ui/person-avatar.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import classes from './meet.module.css';

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function BlockedPeople({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Blocked people">
      <List />
    </Dialog>
  );
}

function List() {
  const blocks = useQuery(blocksQuery);
  if (blocks.isPending) return <Loading what="whom you blocked" rows={2} />;
  if (blocks.isError) {
    return <Failed error={blocks.error} what="The list" onRetry={() => void blocks.refetch()} />;
  }
  if (blocks.data.length === 0) {
    return (
      <Empty icon={<IconMoodSmile size={26} />} title="You have blocked nobody">
        Blocking stops messages and payments between you and somebody, both ways. You can do it from
        a conversation’s details.
      </Empty>
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        No messages and no payments between you, either way. They are not told.
      </Text>
      <ul className={classes.list} aria-label="Blocked people">
        {blocks.data.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </ul>
    </>
  );
}

function Row({ person }: { person: FoundPerson }) {
  const block = useBlock(person.id);
  return (
    <li className={classes.row} data-testid="blocked-person">
      <PersonAvatar name={person.name} seed={person.handle} size={34} />
      <span className={classes.words}>
        <span>{person.name}</span>
        <span className={classes.hint}>@{person.handle}</span>
      </span>
      <Button
        variant="default"
        size="compact-sm"
        aria-label={`Unblock ${person.name}`}
        loading={block.isPending}
        onClick={() => {
          block.mutate(false);
        }}
      >
        Unblock
      </Button>
    </li>
  );
}
