// Who is writing just now. The line keeps its height, so nothing jumps when somebody starts or stops.
import { useQuery } from '@tanstack/react-query';
import type { ThreadView } from '../../../src/chat/contract.js';
import { typingQuery } from '../api/typing.js';
import { useNow } from '../ui/time.js';
import classes from './message-log.module.css';
import { nameOf } from './people.js';

export function TypingLine({ thread }: { thread: ThreadView }) {
  const { data: hints } = useQuery(typingQuery(thread.id));
  const now = useNow(1000);
  const names = hints
    .filter(({ until }) => until > now)
    .map(({ personId }) => nameOf(thread, personId));
  return (
    <div className={classes.typing} role="status" data-testid="typing">
      {names.length > 0 && (
        <>
          <span className={classes.dots} aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          {names.length > 2
            ? 'Several people are writing'
            : `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} writing`}
        </>
      )}
    </div>
  );
}
