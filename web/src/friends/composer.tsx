// Where a message is written. Enter sends, Shift+Enter starts a new line, and the money button opens
// the sheet of this thread.
import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { IconCash, IconSend2 } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type Ref } from 'react';
import classes from './composer.module.css';
import { useOutbox } from './use-outbox.js';

const LIMIT = 4000;

interface Props {
  threadId: string;
  name: string;
  moneyButton: Ref<HTMLButtonElement>;
  onMoney: () => void;
}

export function Composer({ threadId, name, moneyButton, onMoney }: Props) {
  const [text, setText] = useState('');
  const { send } = useOutbox(threadId);
  const body = text.trim();

  const submit = (): void => {
    if (body === '') return;
    setText('');
    void send(body);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // During composition of, say, Japanese text Enter accepts a word and must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };

  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={classes.inner}>
        <Tooltip label="Send money" withinPortal={false}>
          <ActionIcon
            ref={moneyButton}
            variant="light"
            size={42}
            radius="xl"
            aria-label="Send money"
            data-testid="money-button"
            onClick={onMoney}
          >
            <IconCash size={24} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
        <Textarea
          className={classes.text}
          classNames={{ input: classes.input }}
          aria-label={`Message to ${name}`}
          placeholder={`Message ${name}`}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={LIMIT}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
          data-testid="message-input"
        />
        <ActionIcon
          type="submit"
          variant="filled"
          size={42}
          radius="xl"
          aria-label="Send message"
          disabled={body === ''}
          data-testid="message-send"
        >
          <IconSend2 size={20} />
        </ActionIcon>
      </div>
    </form>
  );
}
