// Those who named the viewer their trusted contact: yes or no to a question, and the way out of a yes.
import { Alert, Button, Group, Title } from '@mantine/core';
import type { TrustedContactView } from '../../../../src/payments/trust/contact/contract.js';
import { sentenceOf } from '../../api/client.js';
import { PersonAvatar } from '../../ui/person-avatar.js';
import classes from './contact.module.css';
import { useContactChange } from './use-contact.js';

type Named = TrustedContactView['of'][number];

export function NamedBy({ of }: { of: readonly Named[] }) {
  if (of.length === 0) return null;
  return (
    <section aria-labelledby="named-by">
      <Title order={2} id="named-by" className={classes.title}>
        You look after
      </Title>
      <ul className={classes.named}>
        {of.map((named) => (
          <Row key={named.person.id} named={named} />
        ))}
      </ul>
    </section>
  );
}

function Row({ named: { person, state } }: { named: Named }) {
  const change = useContactChange();
  const path = `/of/${person.id}`;
  const isAsked = state === 'asked';
  return (
    <li className={classes.panel} data-testid="named-by" data-state={state}>
      <div className={classes.person}>
        <PersonAvatar name={person.name} seed={person.handle} size={44} />
        <div className={classes.who}>
          <strong>{person.name}</strong>
          <span className={classes.quiet}>@{person.handle}</span>
        </div>
      </div>
      <p className={classes.sentence}>
        {isAsked
          ? `${person.name} asks you to be their trusted contact. You would be asked before each large payment of theirs, and can stop at any time.`
          : `You are asked before each large payment of ${person.name}.`}
      </p>
      {change.error && (
        <Alert color="red" role="alert">
          {sentenceOf(change.error)}
        </Alert>
      )}
      <Group gap="sm">
        {isAsked && (
          <Button
            loading={change.isPending}
            onClick={() => {
              change.mutate({ path: `${path}/accept` });
            }}
            data-testid="named-accept"
          >
            Yes, I will
          </Button>
        )}
        <Button
          variant={isAsked ? 'default' : 'subtle'}
          color={isAsked ? undefined : 'red'}
          disabled={change.isPending}
          onClick={() => {
            change.mutate({ path: `${path}/leave` });
          }}
          data-testid="named-leave"
        >
          {isAsked ? 'No' : 'Stop'}
        </Button>
      </Group>
    </li>
  );
}
