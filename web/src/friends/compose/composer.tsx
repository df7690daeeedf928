// Where a message is written. Enter sends, Shift+Enter starts a new line, Escape gives up an answer or an
// edit, and the money button opens the sheet of this thread. A picture comes by its button, pasted, or
// dropped on the conversation.
import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { IconCash, IconSend2 } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ThreadView } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { tellTyping } from '../../api/live.js';
import { useMessageChange } from '../../api/message-changes.js';
import type { WrittenAmount } from '../../money/amount-in-text.js';
import { useViewer } from '../../session/viewer.js';
import type { Aim } from '../message-actions.js';
import { useOutbox } from '../use-outbox.js';
import { AimBar } from './aim-bar.js';
import { AttachButton } from './attach-button.js';
import { AttachedPicture } from './attached-picture.js';
import classes from './composer.module.css';
import { MENTION_LIST, mentionId, MentionList } from './mention-list.js';
import { MoneyChips } from './money-chips.js';
import { type Attachment, fileOf } from './use-attachment.js';
import { useDraft } from './use-draft.js';
import { useMention } from './use-mention.js';

const LIMIT = 4000;

interface Props {
  thread: ThreadView;
  name: string;
  moneyButton: Ref<HTMLButtonElement>;
  onMoney: () => void;
  /** Somebody wants to pay the amount they wrote. */
  onPay: (written: WrittenAmount) => void;
  /** Somebody wants to ask for the amount they wrote. */
  onAsk: (written: WrittenAmount) => void;
  /** Somebody wants to divide the amount they wrote. */
  onSplit: (written: WrittenAmount) => void;
  attachment: Attachment;
  /** The message that is being answered, if any. */
  aim: Aim | null;
  onAimDone: () => void;
}

/** Writes something new, or an answer. */
export function Composer({ attachment, ...props }: Props) {
  const { thread, name, aim, onAimDone, onPay, onAsk, onSplit } = props;
  const [text, setText] = useDraft(thread.id);
  const { send } = useOutbox(thread.id);
  const { attached } = attachment;
  const body = text.trim();
  const isReady = attached === null ? body !== '' : attached.picture !== null;

  const submit = (): void => {
    if (!isReady) return;
    setText('');
    attachment.remove();
    void send({ body, picture: attached?.picture ?? null, replyTo: aim?.message.id ?? null });
    if (aim) onAimDone();
  };

  return (
    <Form
      {...props}
      label={`Message to ${name}`}
      text={text}
      setText={setText}
      canSubmit={isReady}
      submit={submit}
      submitLabel="Send message"
      attachment={attachment}
    >
      {aim && <AimBar aim={aim} failure={null} onClose={onAimDone} />}
      <AttachedPicture attachment={attachment} />
      {thread.settings.suggestsMoney && (
        <MoneyChips text={text} onPay={onPay} onAsk={onAsk} onSplit={onSplit} />
      )}
    </Form>
  );
}

/** Gives one's own message other words. What was begun meanwhile stays where it is. */
export function Editor(props: Omit<Props, 'attachment' | 'aim'> & { aim: Aim }) {
  const { thread, aim, onAimDone } = props;
  const [text, setText] = useState(aim.message.body ?? '');
  const change = useMessageChange(thread.id);
  const body = text.trim();
  const submit = (): void => {
    if (body === '') return;
    change.mutate(
      { path: aim.message.id, method: 'PATCH', body: { body } },
      { onSuccess: onAimDone },
    );
  };
  const failure = change.error ? sentenceOf(change.error) : null;
  return (
    <Form
      {...props}
      label="Edit your message"
      text={text}
      setText={setText}
      canSubmit={body !== ''}
      submit={submit}
      submitLabel="Save the change"
      isBusy={change.isPending}
      attachment={null}
    >
      <AimBar aim={aim} failure={failure} onClose={onAimDone} />
    </Form>
  );
}

interface FormProps extends Omit<Props, 'attachment' | 'onPay' | 'onAsk' | 'onSplit'> {
  label: string;
  text: string;
  setText: (text: string) => void;
  canSubmit: boolean;
  submit: () => void;
  submitLabel: string;
  isBusy?: boolean;
  /** Null where no picture can be attached. */
  attachment: Attachment | null;
  /** What stands above the field. */
  children: React.ReactNode;
}

function Form(props: FormProps) {
  const { thread, name, text, setText, submit, attachment, aim, onAimDone } = props;
  const viewer = useViewer();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  const mention = useMention({
    text,
    caret,
    people: thread.participants.filter(({ personId }) => personId !== viewer.id),
    onTake: (words, at) => {
      // Drawn at once, so that the caret is in its place before the next letter is typed.
      flushSync(() => {
        setText(words);
        setCaret(at);
      });
      field.current?.setSelectionRange(at, at);
    },
  });
  const aimedAt = aim?.message.id;
  useEffect(() => {
    if (aimedAt !== undefined) field.current?.focus();
  }, [aimedAt]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // During composition of, say, Japanese text Enter accepts a word and must not send.
    if (event.nativeEvent.isComposing) return;
    if (mention.onKey(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape' && aim) onAimDone();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  };
  const pointedAt = mention.people[mention.active];

  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {props.children}
      <MentionList mention={mention} />
      <div className={classes.inner}>
        <MoneyButton ref={props.moneyButton} onMoney={props.onMoney} />
        <Textarea
          ref={field}
          className={classes.text}
          classNames={{ input: classes.input }}
          aria-label={props.label}
          aria-autocomplete="list"
          aria-controls={pointedAt && MENTION_LIST}
          aria-activedescendant={pointedAt && mentionId(pointedAt.personId)}
          placeholder={`Message ${name}`}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={LIMIT}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart);
            tellTyping(thread.id);
          }}
          onSelect={(event) => {
            setCaret(event.currentTarget.selectionStart);
          }}
          onPaste={(event) => {
            const file = fileOf(event.clipboardData);
            if (file === undefined || attachment === null) return;
            event.preventDefault();
            attachment.attach(file);
          }}
          onKeyDown={onKeyDown}
          rightSection={attachment && <AttachButton onFile={attachment.attach} />}
          rightSectionWidth={attachment ? 44 : undefined}
          data-testid="message-input"
        />
        <SubmitButton
          label={props.submitLabel}
          disabled={!props.canSubmit}
          loading={props.isBusy === true}
        />
      </div>
    </form>
  );
}

function MoneyButton({ ref, onMoney }: { ref: Ref<HTMLButtonElement>; onMoney: () => void }) {
  return (
    <Tooltip label="Send money" withinPortal={false}>
      <ActionIcon
        ref={ref}
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
  );
}

interface SubmitProps {
  label: string;
  disabled: boolean;
  loading: boolean;
}

function SubmitButton({ label, disabled, loading }: SubmitProps) {
  return (
    <ActionIcon
      type="submit"
      variant="filled"
      size={42}
      radius="xl"
      aria-label={label}
      disabled={disabled}
      loading={loading}
      data-testid="message-send"
    >
      <IconSend2 size={20} />
    </ActionIcon>
  );
}
