// What somebody said: words, a picture, what it answers, and whether it was edited or deleted. What a
// person says whom the viewer has blocked stays folded until it is asked for.
import { Button, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { MessageView, ThreadView } from '../../../src/chat/contract.js';
import { clockTime, exactTime } from '../ui/time.js';
import classes from './message-log.module.css';
import { PictureInMessage } from './picture-in-message.js';
import { lineOf, nameOf } from './people.js';

interface Props {
  message: MessageView;
  thread: ThreadView;
  /** `You` or the author's name. */
  author: string;
  answered: MessageView | undefined;
  viewerId: string;
}

export function Bubble({ message, thread, author, answered, viewerId }: Props) {
  const [unfolded, setUnfolded] = useState(false);
  const writer = thread.participants.find(({ personId }) => personId === message.authorId);
  if (message.deletedAt !== null) {
    return (
      <div className={classes.bubble} data-empty>
        {author === 'You' ? 'You deleted this message' : 'This message was deleted'}
      </div>
    );
  }
  if (writer?.blocked === true && thread.kind === 'group' && !unfolded) {
    return (
      <div className={classes.bubble} data-empty>
        You blocked {author}.{' '}
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => {
            setUnfolded(true);
          }}
        >
          Show this message
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.bubble} title={exactTime(message.createdAt)}>
      <VisuallyHidden>{author}: </VisuallyHidden>
      {message.replyTo !== null && (
        <div className={classes.quote}>
          <b>{answered ? nameOf(thread, answered.authorId) : 'Answers an earlier message'}</b>
          {answered && <span>{lineOf(thread, answered, viewerId)}</span>}
        </div>
      )}
      {message.picture && (
        <PictureInMessage threadId={thread.id} picture={message.picture} author={author} />
      )}
      {message.body !== null && (
        <Words body={message.body} message={message} thread={thread} viewerId={viewerId} />
      )}
      {message.editedAt !== null && <span className={classes.edited}> (edited)</span>}
      <VisuallyHidden>, {clockTime(message.createdAt)}</VisuallyHidden>
    </div>
  );
}

interface WordsProps {
  body: string;
  message: MessageView;
  thread: ThreadView;
  viewerId: string;
}

/** The text, with the people it names standing out, and the viewer most of all. */
function Words({ body, message, thread, viewerId }: WordsProps) {
  const named = new Map(
    thread.participants
      .filter(({ personId }) => message.mentions.includes(personId))
      .map(({ handle, personId, name }) => [`@${handle}`, { personId, name }]),
  );
  if (named.size === 0) return body;
  return body.split(/(@[a-z0-9_]{2,30})/i).map((part, index) => {
    const person = named.get(part.toLowerCase());
    if (person === undefined) return part;
    return (
      <span
        key={`${String(index)} ${part}`}
        className={classes.mention}
        title={person.name}
        data-own={person.personId === viewerId || undefined}
        data-testid="mention"
      >
        {part}
      </span>
    );
  });
}
