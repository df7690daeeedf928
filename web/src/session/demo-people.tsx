// The demo's people, one tap each, grouped by what they came to do.
import { Loader, Title, UnstyledButton } from '@mantine/core';
import type { PublicConfigView } from '../../../src/shared/contract.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import classes from './demo-people.module.css';

type DemoPerson = NonNullable<PublicConfigView['demo']>['people'][number];

interface Props {
  people: readonly DemoPerson[];
  pin: string;
  busyHandle: string | null;
  onPick: (handle: string) => void;
}

const groups = [
  { title: 'Friends', line: 'Chats and sends money', has: (role: string) => !isStaff(role) },
  {
    title: 'Risk team',
    line: 'Reviews held payments',
    has: (role: string) => role.startsWith('risk_'),
  },
  {
    title: 'Finance',
    line: 'Reads and proves the books',
    has: (role: string) => role.startsWith('finance_') || role === 'auditor',
  },
  {
    title: 'Support and roles',
    line: 'Helps people, or says who may do what',
    has: (role: string) => role === 'support' || role === 'admin',
  },
] as const;

export function DemoPeople({ people, pin, busyHandle, onPick }: Props) {
  return (
    <section className={classes.root} aria-labelledby="demo-title">
      <Title order={2} id="demo-title" className={classes.title}>
        Or step in as somebody from the demo
      </Title>
      <p className={classes.pin}>They confirm payments with the PIN {pin}.</p>
      <div className={classes.groups}>
        {groups.map(({ title, line, has }) => {
          const members = people.filter((person) => person.roles.some(has));
          if (members.length === 0) return null;
          return (
            <div key={title} className={classes.group}>
              <Title order={3} className={classes.groupTitle}>
                {title}
              </Title>
              {members.map((person) => (
                <UnstyledButton
                  key={person.handle}
                  className={classes.person}
                  data-testid={`demo-${person.handle}`}
                  disabled={busyHandle !== null}
                  onClick={() => {
                    onPick(person.handle);
                  }}
                >
                  <PersonAvatar name={person.name} seed={person.handle} size={36} />
                  <span className={classes.words}>
                    <span className={classes.name}>{person.name}</span>
                    <span className={classes.line}>{line}</span>
                  </span>
                  {busyHandle === person.handle && <Loader size="xs" aria-label="Signing in" />}
                </UnstyledButton>
              ))}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function isStaff(role: string): boolean {
  return role !== 'person';
}
