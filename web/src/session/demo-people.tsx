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

const GROUPS = [
  { title: 'Friends', roles: ['person'] },
  { title: 'Risk team', roles: ['risk_analyst', 'risk_approver'] },
  { title: 'Finance', roles: ['finance_operator', 'finance_approver', 'auditor'] },
  { title: 'Support and roles', roles: ['support', 'admin'] },
] as const;

// What somebody came to do, by the last role that says so.
const LINES: Readonly<Record<string, string>> = {
  person: 'Chats and sends money',
  risk_analyst: 'Reads held payments',
  risk_approver: 'Decides held payments',
  finance_operator: 'Works on the books',
  finance_approver: 'Approves corrections',
  auditor: 'Reads books and records',
  support: 'Helps people, on record',
  admin: 'Says who may do what',
};

export function DemoPeople({ people, pin, busyHandle, onPick }: Props) {
  return (
    <section className={classes.root} aria-labelledby="demo-title">
      <Title order={2} id="demo-title" className={classes.title}>
        Or step in as somebody from the demo
      </Title>
      <p className={classes.pin}>They confirm payments with the PIN {pin}.</p>
      <div className={classes.groups}>
        {GROUPS.map(({ title, roles }) => {
          const members = people.filter((person) =>
            roles.some((role) => person.roles.includes(role)),
          );
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
                    <span className={classes.line}>{LINES[person.roles.at(-1) ?? '']}</span>
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
