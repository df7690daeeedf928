// The people of a group and what each may do. What the viewer may do to one is in that person's menu.
import { Alert, Title } from '@mantine/core';
import type { ParticipantView, ThreadRole, ThreadView } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { useThreadChange } from '../../api/thread-changes.js';
import { useViewer } from '../../session/viewer.js';
import { PersonAvatar } from '../../ui/person-avatar.js';
import classes from './details.module.css';
import { MemberMenu } from './member-menu.js';

interface Props {
  thread: ThreadView;
  /** The viewer's own. */
  role: ThreadRole;
}

const RANK: Record<ThreadRole, number> = { owner: 0, admin: 1, member: 2 };
const WORDS: Record<ThreadRole, string | null> = { owner: 'Owner', admin: 'Admin', member: null };

export function Members({ thread, role }: Props) {
  const viewer = useViewer();
  const change = useThreadChange(thread.id);
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        Members
      </Title>
      {change.error && (
        <Alert color="red" role="alert" mb="xs">
          {sentenceOf(change.error)}
        </Alert>
      )}
      <ul className={classes.members} aria-label="Members">
        {thread.participants.toSorted(byRank).map((person) => (
          <li key={person.personId} className={classes.member} data-testid="member">
            <PersonAvatar name={person.name} seed={person.handle} size={34} />
            <span className={classes.words}>
              <span>{person.personId === viewer.id ? `${person.name} (you)` : person.name}</span>
              <span className={classes.hint}>
                @{person.handle}
                {person.blocked && ' · blocked by you'}
              </span>
            </span>
            {WORDS[person.role] !== null && (
              <span className={classes.role}>{WORDS[person.role]}</span>
            )}
            {person.personId !== viewer.id && (
              <MemberMenu person={person} role={role} onChange={change.mutate} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const byRank = (left: ParticipantView, right: ParticipantView): number =>
  RANK[left.role] - RANK[right.role] || left.name.localeCompare(right.name);
