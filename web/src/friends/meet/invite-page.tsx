// Where an invitation link leads: who invites to what, and the way in. Nothing happens before it is
// accepted. The link's secret stands in the fragment of the address, which no server is sent.
import { Alert, Button, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconLinkOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import type { OpenedInvite } from '../../../../src/chat/contract.js';
import { Problem, sentenceOf } from '../../api/client.js';
import { useAcceptInvite } from '../../api/thread-changes.js';
import { openedInviteQuery } from '../../api/thread-queries.js';
import { useViewer } from '../../session/viewer.js';
import pageClasses from '../../ui/page.module.css';
import { PersonAvatar } from '../../ui/person-avatar.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import classes from './meet.module.css';

const TOKEN = /^[\w-]{16,64}$/;

export function InvitePage() {
  useDocumentTitle('Invitation · Tenner');
  const { hash: token } = useLocation();
  const opened = useQuery({ ...openedInviteQuery(token), enabled: TOKEN.test(token) });
  const isUnknown = opened.error instanceof Problem && opened.error.code === 'invite_unknown';
  if (!TOKEN.test(token) || isUnknown) return <NoSuchInvite />;
  if (opened.isError) {
    return (
      <Failed
        error={opened.error}
        what="This invitation"
        isPageHeading
        onRetry={() => void opened.refetch()}
      />
    );
  }
  if (opened.isPending) return <Loading what="the invitation" rows={3} />;
  return (
    <div className={pageClasses.scroll}>
      <Invitation token={token} invite={opened.data} />
    </div>
  );
}

function NoSuchInvite() {
  return (
    <Empty
      icon={<IconLinkOff size={26} />}
      title="This invitation is not valid, or no longer"
      isPageHeading
    >
      It may have been used, withdrawn, or cut short on its way. Ask for a new one.
      <div>
        <Button component={Link} to="/threads" variant="default" mt="sm">
          Go to your conversations
        </Button>
      </div>
    </Empty>
  );
}

function Invitation({ token, invite }: { token: string; invite: OpenedInvite }) {
  const viewer = useViewer();
  const navigate = useNavigate();
  const open = (threadId: string): void => {
    void navigate({ to: '/threads/$threadId', params: { threadId } });
  };
  const accepting = useAcceptInvite(token, open);
  const { inviter, kind, title, people, threadId } = invite;
  const name = kind === 'group' ? (title ?? 'Group') : inviter.name;
  const isOwn = inviter.id === viewer.id;
  const what = kind === 'group' ? `the group “${name}”` : 'a conversation';

  return (
    <section className={classes.card} data-testid="invitation">
      <PersonAvatar name={name} seed={kind === 'group' ? name : inviter.handle} size={72} />
      <Title order={1} className={classes.headline}>
        {isOwn ? 'This is your own invitation' : `${inviter.name} invites you to ${what}`}
      </Title>
      <Text size="sm" c="dimmed">
        {isOwn
          ? 'Send the link to whom it is meant for.'
          : `@${inviter.handle}${kind === 'group' ? ` · ${peopleWords(people)} in it` : ''}`}
      </Text>
      {accepting.error && (
        <Alert color="red" role="alert">
          {sentenceOf(accepting.error)}
        </Alert>
      )}
      {threadId !== null && (
        <Button
          size="md"
          fullWidth
          onClick={() => {
            open(threadId);
          }}
        >
          You are in it already: open it
        </Button>
      )}
      {threadId === null && !isOwn && (
        <Button
          size="md"
          fullWidth
          loading={accepting.isPending}
          onClick={() => {
            accepting.mutate();
          }}
          data-testid="invite-accept"
        >
          {kind === 'group' ? 'Join the group' : 'Start the conversation'}
        </Button>
      )}
      <Button component={Link} to="/threads" variant="subtle" color="gray" fullWidth>
        {isOwn ? 'Go to your conversations' : 'Not now'}
      </Button>
    </section>
  );
}

const peopleWords = (count: number): string =>
  count === 1 ? 'one person' : `${String(count)} people`;
