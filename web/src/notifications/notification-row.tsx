// One notification: whose it is, what happened, when, and whether it is new.
import { VisuallyHidden } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { NotificationView } from '../../../src/notifications/contract.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import { fullTime, since } from '../ui/time.js';
import classes from './notifications.module.css';

interface Props {
  notification: NotificationView;
  now: number;
  onOpen: () => void;
}

export function NotificationRow({ notification, now, onOpen }: Props) {
  const { words, person, createdAt, readAt } = notification;
  return (
    <li>
      <Link
        {...placeOf(notification)}
        className={classes.row}
        data-unread={readAt === null || undefined}
        onClick={onOpen}
        data-testid="notification"
      >
        {person ? (
          <PersonAvatar name={person.name} seed={person.handle} size={36} />
        ) : (
          <span className={classes.disc} aria-hidden="true">
            <IconShieldLock size={20} />
          </span>
        )}
        <span className={classes.words}>
          {words}
          <time className={classes.time} dateTime={createdAt} title={fullTime(createdAt)}>
            {since(createdAt, now)}
          </time>
        </span>
        {readAt === null && (
          <span className={classes.dot}>
            <VisuallyHidden>unread</VisuallyHidden>
          </span>
        )}
      </Link>
    </li>
  );
}

// A trusted contact is in no thread of the payment; what happened to the account is on its own page, and
// what is scheduled on another, where it can be skipped.
function placeOf({ kind, threadId, subjectId }: NotificationView) {
  if (kind === 'schedule_due' || kind === 'schedule_trouble') {
    return { to: '/schedules', hash: subjectId ?? '' } as const;
  }
  if (threadId !== null) return { to: '/threads/$threadId', params: { threadId } } as const;
  return { to: kind === 'security' ? '/security' : '/trusted-contact' } as const;
}
