// Whom one has asked: how it stands, the limit, what waits to change, and the end of it. Less protection
// is confirmed on the way and waits.
import { Alert, Button, Group } from '@mantine/core';
import { IconClockHour4, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { TrustedContactView } from '../../../../src/payments/trust/contact/contract.js';
import { sentenceOf } from '../../api/client.js';
import { formatMoney } from '../../money/format.js';
import { PersonAvatar } from '../../ui/person-avatar.js';
import { TonePill } from '../../ui/tone.js';
import { fullTime } from '../../ui/time.js';
import { ChangeContact, type Wish } from './change-contact.js';
import classes from './contact.module.css';
import { useContactChange } from './use-contact.js';

interface Props {
  view: TrustedContactView;
  mine: NonNullable<TrustedContactView['mine']>;
}

export function MyContact({ view, mine }: Props) {
  const { contact, state, limit, change } = mine;
  const [wish, setWish] = useState<Wish | null>(null);
  const isActive = state === 'active';
  return (
    <div className={classes.panel} data-testid="my-contact" data-state={state}>
      <div className={classes.person}>
        <PersonAvatar name={contact.name} seed={contact.handle} size={44} />
        <div className={classes.who}>
          <strong>{contact.name}</strong>
          <span className={classes.quiet}>@{contact.handle}</span>
        </div>
        <TonePill
          tone={isActive ? 'good' : 'wait'}
          icon={isActive ? IconShieldCheck : IconClockHour4}
        >
          {isActive ? 'Looks after you' : 'Has not answered yet'}
        </TonePill>
      </div>
      <p className={classes.sentence}>
        {isActive ? 'Must agree' : 'Once they say yes, they must agree'} to payments of more than{' '}
        <strong className="tabular">{formatMoney(limit)}</strong>, and to all in other currencies.
      </p>
      {change && <ComingChange change={change} />}
      {wish === null ? (
        <Group gap="sm">
          <Button
            variant="default"
            onClick={() => {
              setWish('limit');
            }}
            data-testid="contact-change-limit"
          >
            Change the limit
          </Button>
          <Button
            variant="subtle"
            color="red"
            onClick={() => {
              setWish('end');
            }}
            data-testid="contact-end"
          >
            {isActive ? 'End it' : 'Take it back'}
          </Button>
        </Group>
      ) : (
        <ChangeContact
          wish={wish}
          mine={mine}
          coolingHours={view.coolingHours}
          onDone={() => {
            setWish(null);
          }}
        />
      )}
    </div>
  );
}

function ComingChange({ change }: { change: NonNullable<Props['mine']['change']> }) {
  const keeping = useContactChange();
  return (
    <div className={classes.change} role="status" data-testid="contact-change">
      <p className={classes.sentence}>
        {change.limit
          ? `From ${fullTime(change.at)} the limit is ${formatMoney(change.limit)}.`
          : `It ends at ${fullTime(change.at)}.`}{' '}
        Until then everything stays as it is. Was that not you? Keep it as it is, and change your
        PIN.
      </p>
      <Button
        size="compact-sm"
        variant="default"
        loading={keeping.isPending}
        onClick={() => {
          keeping.mutate({ path: '/keep' });
        }}
        data-testid="contact-keep"
      >
        Keep it as it is
      </Button>
      {keeping.error && (
        <Alert color="red" role="alert" mt="sm">
          {sentenceOf(keeping.error)}
        </Alert>
      )}
    </div>
  );
}
