// The people who fit what was typed after an @. The text field keeps the focus and points at the one
// that Enter takes.
import { VisuallyHidden } from '@mantine/core';
import { PersonAvatar } from '../../ui/person-avatar.js';
import classes from './composer.module.css';
import type { Mention } from './use-mention.js';

export const MENTION_LIST = 'mention-list';
export const mentionId = (personId: string): string => `mention-${personId}`;

export function MentionList({ mention }: { mention: Mention }) {
  const { people, active, take } = mention;
  const count = people.length;
  return (
    <>
      <VisuallyHidden role="status">
        {count > 0 &&
          `${String(count)} ${count === 1 ? 'person fits' : 'people fit'}, choose with the arrows`}
      </VisuallyHidden>
      {count > 0 && (
        <div className={classes.mentions} id={MENTION_LIST} role="listbox" aria-label="Mention">
          {people.map((person, index) => (
            <div
              key={person.personId}
              id={mentionId(person.personId)}
              role="option"
              aria-selected={index === active}
              className={classes.mention}
              // A press would take the focus from the text field.
              onMouseDown={(event) => {
                event.preventDefault();
                take(person);
              }}
            >
              <PersonAvatar name={person.name} seed={person.handle} size={28} />
              <span>{person.name}</span>
              <span className={classes.hint}>@{person.handle}</span>
            </div>
          ))}
        </div>
      )}
    </>
  );
}
