// Beginning a conversation: with one person, with several under a name, or by a link for somebody who
// cannot be found.
import { Alert, Button, Group, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FoundPerson } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { useNewThread } from '../../api/thread-changes.js';
import { Dialog } from '../../ui/dialog.js';
import { InviteLinks } from './invite-links.js';
import classes from './meet.module.css';
import { PeoplePicker } from './people-picker.js';

const TITLE_LIMIT = 80;

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function NewThreadDialog({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title="New conversation">
      <NewThreadForm onClose={onClose} />
    </Dialog>
  );
}

function NewThreadForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [people, setPeople] = useState<FoundPerson[]>([]);
  const [title, setTitle] = useState('');
  const making = useNewThread(({ id }) => {
    onClose();
    void navigate({ to: '/threads/$threadId', params: { threadId: id } });
  });
  const isGroup = people.length > 1;
  const canMake = people.length === 1 || (isGroup && title.trim() !== '');
  const make = (): void => {
    const personIds = people.map(({ id }) => id);
    if (!canMake) return;
    making.mutate(
      isGroup ? { kind: 'group', title: title.trim(), personIds } : { kind: 'direct', personIds },
    );
  };

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <PeoplePicker
          picked={people}
          onPick={(picked) => {
            making.reset();
            setPeople(picked);
          }}
        />
        {isGroup && (
          <TextInput
            mt="md"
            label="Name of the group"
            maxLength={TITLE_LIMIT}
            value={title}
            onChange={(event) => {
              setTitle(event.currentTarget.value);
            }}
            data-testid="group-title"
          />
        )}
        {making.error && (
          <Alert color="red" role="alert" mt="md">
            {sentenceOf(making.error)}
          </Alert>
        )}
        <Group justify="flex-end" mt="lg">
          <Button
            type="submit"
            disabled={!canMake}
            loading={making.isPending}
            data-testid="thread-make"
          >
            {isGroup ? 'Make the group' : 'Start the conversation'}
          </Button>
        </Group>
      </form>
      <div className={classes.or}>
        <InviteLinks threadId={null} />
      </div>
    </>
  );
}
