// Giving a group another name.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ThreadView } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { useThreadChange } from '../../api/thread-changes.js';
import classes from './details.module.css';

export function RenameForm({ thread }: { thread: ThreadView }) {
  const [typed, setTyped] = useState(thread.title ?? '');
  const change = useThreadChange(thread.id);
  const title = typed.trim();
  const isNew = title !== '' && title !== thread.title;
  return (
    <form
      className={classes.rename}
      onSubmit={(event) => {
        event.preventDefault();
        if (isNew) change.mutate({ path: '', method: 'PATCH', body: { title } });
      }}
    >
      <TextInput
        className={classes.grow}
        label="Name of the group"
        maxLength={80}
        value={typed}
        error={change.error ? sentenceOf(change.error) : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
        data-testid="rename-title"
      />
      <Button
        type="submit"
        variant="default"
        disabled={!isNew}
        loading={change.isPending}
        data-testid="rename-save"
      >
        Rename
      </Button>
    </form>
  );
}
