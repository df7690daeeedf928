// One message that was found: where and by whom it was said, when, and the words that were looked for.
import { Mark } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { MessageView, ThreadView } from '../../../../src/chat/contract.js';
import { useViewer } from '../../session/viewer.js';
import { PersonAvatar } from '../../ui/person-avatar.js';
import { fullTime, shortTime } from '../../ui/time.js';
import { nameOf, otherOf, threadName } from '../people.js';
import classes from './search.module.css';

interface Props {
  message: MessageView;
  /** Undefined while the threads are loading. */
  thread: ThreadView | undefined;
  words: string;
}

// Long messages show the part around what was looked for.
const AROUND = 40;

export function FoundRow({ message, thread, words }: Props) {
  const viewer = useViewer();
  const name = thread ? threadName(thread, viewer.id) : 'A conversation';
  const other = thread && otherOf(thread, viewer.id);
  const author =
    message.authorId === viewer.id ? 'You' : thread ? nameOf(thread, message.authorId) : '';
  return (
    <Link
      to="/threads/$threadId"
      params={{ threadId: message.threadId }}
      search={{ at: message.sequence }}
      className={classes.row}
      data-testid="found"
    >
      <PersonAvatar name={name} seed={other?.handle ?? message.threadId} size={36} />
      <span className={classes.words}>
        <span className={classes.top}>
          <span className={classes.name}>{name}</span>
          <time
            className={classes.time}
            dateTime={message.createdAt}
            title={fullTime(message.createdAt)}
          >
            {shortTime(message.createdAt)}
          </time>
        </span>
        <span className={classes.said}>
          {author}: <Snippet body={message.body ?? ''} words={words} />
        </span>
      </span>
    </Link>
  );
}

function Snippet({ body, words }: { body: string; words: string }) {
  const pattern = patternOf(words);
  const first = pattern ? body.search(pattern) : -1;
  const start = first > AROUND ? first - AROUND : 0;
  const text = `${start > 0 ? '…' : ''}${body.slice(start)}`;
  if (!pattern) return text;
  return text
    .split(pattern)
    .map((part, index) => (index % 2 === 1 ? <Mark key={String(index)}>{part}</Mark> : part));
}

/** The words at their beginnings, as one group; null when there are none. */
function patternOf(words: string): RegExp | null {
  const parts = words.match(/[\p{L}\p{N}]+/gu);
  return parts && new RegExp(String.raw`(?<![\p{L}\p{N}])(${parts.join('|')})`, 'giu');
}
