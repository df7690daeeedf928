// All about one thread beside the conversation: who is in it and what they may do, how it is called, what
// the viewer chose for it, and the ways out of it.
import { Drawer, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ThreadView } from '../../../../src/chat/contract.js';
import { useViewer } from '../../session/viewer.js';
import dialogClasses from '../../ui/dialog.module.css';
import { PersonAvatar } from '../../ui/person-avatar.js';
import { InviteLinks } from '../meet/invite-links.js';
import { otherOf, threadName } from '../people.js';
import { AddPeople } from './add-people.js';
import { BlockButton } from './block-button.js';
import { Choices } from './choices.js';
import classes from './details.module.css';
import { LeaveGroup } from './leave-group.js';
import { Members } from './members.js';
import { RenameForm } from './rename-form.js';

interface Props {
  thread: ThreadView;
  opened: boolean;
  onClose: () => void;
}

export function ThreadDetails({ thread, opened, onClose }: Props) {
  const narrow = useMediaQuery('(max-width: 47.99em)');
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position={narrow ? 'bottom' : 'right'}
      size={narrow ? '100%' : 400}
      classNames={{ content: classes.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.4} />
      <Drawer.Content>
        <div className={dialogClasses.head}>
          <Drawer.Title className={dialogClasses.title}>Details</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body className={classes.body} tabIndex={0} role="group" aria-label="Details">
          <Details thread={thread} onClose={onClose} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Details({ thread, onClose }: Omit<Props, 'opened'>) {
  const viewer = useViewer();
  const other = otherOf(thread, viewer.id);
  const name = threadName(thread, viewer.id);
  const own = thread.participants.find(({ personId }) => personId === viewer.id);
  const isHost = thread.kind === 'group' && own !== undefined && own.role !== 'member';
  return (
    <>
      <div className={classes.who}>
        <PersonAvatar name={name} seed={other?.handle ?? thread.id} size={72} />
        <Title order={2} size="h3" className={classes.name} data-testid="details-name">
          {name}
        </Title>
        <span className={classes.hint}>
          {other ? `@${other.handle}` : `${String(thread.participants.length)} people`}
        </span>
        {isHost && <RenameForm key={thread.title} thread={thread} />}
      </div>
      <section className={classes.section} aria-label="For you">
        <Choices thread={thread} />
      </section>
      {thread.kind === 'group' && (
        <section className={classes.section} aria-label="Members">
          <Members thread={thread} role={own?.role ?? 'member'} />
          {isHost && <AddPeople thread={thread} />}
        </section>
      )}
      {isHost && (
        <section className={classes.section} aria-label="Invitations">
          <InviteLinks threadId={thread.id} />
        </section>
      )}
      <section className={classes.section} aria-label="Ways out">
        {other ? <BlockButton person={other} /> : <LeaveGroup thread={thread} onLeft={onClose} />}
      </section>
    </>
  );
}
