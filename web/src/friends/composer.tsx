// Where a message is written. Enter sends, Shift+Enter starts a new line, Escape gives up an answer or an
// edit, and the money button opens the sheet of this thread.
import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { IconCash, IconSend2, IconX } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type Ref } from 'react';
import { sentenceOf } from '../api/client.js';
import { tellTyping } from '../api/live.js';
import { useMessageChange } from '../api/message-changes.js';
import classes from './composer.module.css';
import type { Aim } from './message-actions.js';
import { useOutbox } from './use-outbox.js';

const LIMIT = 4000;

interface Props {
  threadId: string;
  name: string;
  moneyButton: Ref<HTMLButtonElement>;
  onMoney: () => void;
  /** The message that is being answered or edited; the composer is made anew for each. */
  aim: Aim | null;
  onAimDone: () => void;
}

export function Composer({ threadId, name, moneyButton, onMoney, aim, onAimDone }: Props) {
  const edited = aim?.kind === 'edit' ? aim.message : null;
  const [text, setText] = useState(edited?.body ?? '');
  const { send } = useOutbox(threadId);
  const change = useMessageChange(threadId);
  const body = text.trim();

  const submit = (): void => {
    if (body === '') return;
    if (edited) {
      change.mutate({ path: edited.id, method: 'PATCH', body: { body } }, { onSuccess: onAimDone });
      return;
    }
    setText('');
    void send({ body, picture: null, replyTo: aim?.message.id ?? null });
    if (aim) onAimDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && aim) onAimDone();
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
      {aim && (
        <AimBar
          aim={aim}
          failure={change.error ? sentenceOf(change.error) : null}
          onClose={onAimDone}
        />
      )}
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
          aria-label={edited ? 'Edit your message' : `Message to ${name}`}
          placeholder={`Message ${name}`}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={LIMIT}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            tellTyping(threadId);
          }}
          onKeyDown={onKeyDown}
          autoFocus={aim !== null}
          data-testid="message-input"
        />
        <ActionIcon
          type="submit"
          variant="filled"
          size={42}
          radius="xl"
          aria-label={edited ? 'Save the change' : 'Send message'}
          disabled={body === ''}
          loading={change.isPending}
          data-testid="message-send"
        >
          <IconSend2 size={20} />
        </ActionIcon>
      </div>
    </form>
  );
}

interface AimBarProps {
  aim: Aim;
  /** Why the change was not made. */
  failure: string | null;
  onClose: () => void;
}

function AimBar({ aim, failure, onClose }: AimBarProps) {
  return (
    <div className={classes.aim}>
      <span className={classes.aimWords} role={failure === null ? undefined : 'alert'}>
        <b>{failure ?? (aim.kind === 'edit' ? 'Editing' : 'Answering')}</b>{' '}
        {aim.message.body ?? 'a picture'}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={aim.kind === 'edit' ? 'Stop editing' : 'Do not answer this message'}
        onClick={onClose}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
