// What can be done with a message: react, answer, and with one's own text also edit and delete. The
// button is there for the keyboard and for touch; a pointer finds it when it comes near.
import { ActionIcon, Group, Menu } from '@mantine/core';
import { IconArrowBackUp, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import type { MessageView } from '../../../src/chat/contract.js';
import { useMessageChange } from '../api/message-changes.js';
import classes from './message-log.module.css';

/** What the composer is about to do with a message. */
export interface Aim {
  kind: 'reply' | 'edit';
  message: MessageView;
}

interface Props {
  message: MessageView;
  viewerId: string;
  line: string;
  onAim: (aim: Aim) => void;
}

const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🎉'];

export function MessageActions({ message, viewerId, line, onAim }: Props) {
  const change = useMessageChange(message.threadId);
  const ownText = message.authorId === viewerId && message.card === null;
  return (
    <Menu position="bottom-end" withinPortal shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          radius="xl"
          className={classes.actions}
          aria-label={`Actions for: ${line}`}
          data-testid="message-actions"
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Group gap={2} wrap="nowrap" px={4} role="group" aria-label="React">
          {QUICK.map((emoji) => (
            <Menu.Item
              key={emoji}
              className={classes.quick}
              aria-label={`React with ${emoji}`}
              onClick={() => {
                change.mutate({ path: reactionPath(message.id, emoji), method: 'PUT' });
              }}
            >
              {emoji}
            </Menu.Item>
          ))}
        </Group>
        <Menu.Divider />
        {message.card === null && (
          <Menu.Item
            leftSection={<IconArrowBackUp size={16} />}
            onClick={() => {
              onAim({ kind: 'reply', message });
            }}
          >
            Reply
          </Menu.Item>
        )}
        {ownText && message.body !== null && (
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => {
              onAim({ kind: 'edit', message });
            }}
          >
            Edit
          </Menu.Item>
        )}
        {ownText && (
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() => {
              change.mutate({ path: message.id, method: 'DELETE' });
            }}
          >
            Delete for everybody
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

const reactionPath = (messageId: string, emoji: string): string =>
  `${messageId}/reactions/${encodeURIComponent(emoji)}`;

interface ReactionsProps {
  message: MessageView;
  viewerId: string;
  names: (personId: string) => string;
}

/** The reactions a message has; one's own is pressed, and pressing takes it back. */
export function Reactions({ message, viewerId, names }: ReactionsProps) {
  const change = useMessageChange(message.threadId);
  if (message.reactions.length === 0) return null;
  return (
    <div className={classes.reactions}>
      {message.reactions.map(({ emoji, personIds }) => {
        const own = personIds.includes(viewerId);
        return (
          <button
            key={emoji}
            type="button"
            className={classes.reaction}
            aria-pressed={own}
            aria-label={`${emoji} by ${personIds.map(names).join(', ')}`}
            title={personIds.map(names).join(', ')}
            onClick={() => {
              change.mutate({
                path: reactionPath(message.id, emoji),
                method: own ? 'DELETE' : 'PUT',
              });
            }}
          >
            <span aria-hidden="true">{emoji}</span> {personIds.length}
          </button>
        );
      })}
    </div>
  );
}
