// Invitation links to one thread, or to a conversation with the viewer: make one, copy it while it is
// shown, and withdraw those that stand. A link is shown only once, because the server keeps its hash.
import {
  ActionIcon,
  Alert,
  Button,
  CopyButton,
  Group,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconCheck, IconCopy, IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { InviteView } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { useNewInvite, useWithdrawInvite } from '../../api/thread-changes.js';
import { invitesQuery } from '../../api/thread-queries.js';
import { deadline } from '../../ui/time.js';
import classes from './meet.module.css';

// One link for one friend; one for a group may go to all who are to come.
const USES = { direct: 1, group: 50 };

export function InviteLinks({ threadId }: { threadId: string | null }) {
  const { data: invites = [] } = useQuery(invitesQuery);
  const making = useNewInvite(threadId);
  const withdrawing = useWithdrawInvite();
  const own = invites.filter((invite) => invite.threadId === threadId);
  // One that was withdrawn or used up meanwhile is not to be copied any more.
  const made = own.some(({ id }) => id === making.data?.id) ? making.data : undefined;
  const error = making.error ?? withdrawing.error;

  return (
    <section className={classes.invites} aria-labelledby="invites-title">
      <Title order={3} size="h5" id="invites-title">
        Invite by a link
      </Title>
      <Text size="sm" c="dimmed">
        {threadId === null
          ? 'Whoever opens it first comes into a conversation with you.'
          : 'Whoever opens it comes into this group.'}
      </Text>
      {made?.token !== undefined && <Link url={urlOf(made.token)} />}
      {error && (
        <Alert color="red" role="alert">
          {sentenceOf(error)}
        </Alert>
      )}
      {own.length > 0 && (
        <ul className={classes.list} aria-label="Links that stand">
          {own.map((invite) => (
            <li key={invite.id} className={classes.row}>
              <span className={classes.words}>{wordsOf(invite)}</span>
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                loading={withdrawing.isPending && withdrawing.variables === invite.id}
                onClick={() => {
                  withdrawing.mutate(invite.id);
                }}
                data-testid="invite-withdraw"
              >
                Withdraw
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Group>
        <Button
          variant="default"
          leftSection={<IconLink size={16} />}
          loading={making.isPending}
          onClick={() => {
            making.mutate(threadId === null ? USES.direct : USES.group);
          }}
          data-testid="invite-make"
        >
          Make a link
        </Button>
      </Group>
    </section>
  );
}

function Link({ url }: { url: string }) {
  return (
    <Group gap={8} wrap="nowrap" align="flex-end">
      <TextInput
        className={classes.grow}
        classNames={{ input: classes.link }}
        label="Your link"
        description="It is shown only now."
        readOnly
        value={url}
        onFocus={(event) => {
          event.currentTarget.select();
        }}
        data-testid="invite-link"
      />
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <ActionIcon
            size={36}
            variant="light"
            aria-label={copied ? 'Copied' : 'Copy the link'}
            onClick={copy}
          >
            {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}

// The secret stands behind the #, where no server and no proxy sees it.
const urlOf = (token: string): string => `${window.location.origin}/invite#${token}`;

function wordsOf({ uses, usesMax, expiresAt }: InviteView): string {
  const used = usesMax === 1 ? 'Good once' : `Used ${String(uses)} of ${String(usesMax)} times`;
  return `${used}, until ${deadline(expiresAt)}`;
}
