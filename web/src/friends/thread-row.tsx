// One thread in the list: whose it is, what was said last, when, and how much of it is unread.
import { VisuallyHidden } from '@mantine/core';
import { IconCash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ThreadView } from '../../../src/chat/contract.js';
import { formatMoney } from '../money/format.js';
import { directionWords, sideOf } from '../money/payment-words.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import { fullTime, shortTime } from '../ui/time.js';
import { nameOf, otherOf, paymentOf, threadName, unreadCount } from './people.js';
import classes from './thread-list.module.css';

interface Props {
  thread: ThreadView;
  viewerId: string;
  open: boolean;
}

export function ThreadRow({ thread, viewerId, open }: Props) {
  const name = threadName(thread, viewerId);
  const unread = open ? 0 : unreadCount(thread, viewerId);
  const last = thread.lastMessage;
  const hasMoney = last !== null && paymentOf(last) !== null;
  return (
    <Link
      to="/threads/$threadId"
      params={{ threadId: thread.id }}
      className={classes.row}
      data-open={open || undefined}
      data-unread={unread > 0 || undefined}
      data-testid={`thread-${name.toLowerCase().replace(/\s+/g, '-')}`}
      aria-current={open ? 'page' : undefined}
    >
      <PersonAvatar name={name} seed={otherOf(thread, viewerId)?.handle ?? thread.id} size={44} />
      <span className={classes.words}>
        <span className={classes.top}>
          <span className={classes.name}>{name}</span>
          {last && (
            <time
              className={classes.time}
              dateTime={last.createdAt}
              title={fullTime(last.createdAt)}
            >
              {shortTime(last.createdAt)}
            </time>
          )}
        </span>
        <span className={classes.bottom}>
          <span className={classes.preview}>
            {hasMoney && <IconCash size={16} aria-hidden="true" />}
            <span>{preview(thread, viewerId)}</span>
          </span>
          {unread > 0 && (
            <span className={classes.unread}>
              {unread > 99 ? '99+' : unread}
              <VisuallyHidden> unread</VisuallyHidden>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}

function preview(thread: ThreadView, viewerId: string): string {
  const last = thread.lastMessage;
  if (last === null) return 'Say hello';
  const payment = paymentOf(last);
  if (payment) {
    const payer = nameOf(thread, payment.payerId);
    const payee = nameOf(thread, payment.payeeId);
    const { before } = directionWords(payment.state, sideOf(payment, viewerId), payer, payee);
    return `${before} ${formatMoney(payment.amount)}`;
  }
  const text = last.body ?? '';
  if (last.authorId === viewerId) return `You: ${text}`;
  return thread.kind === 'group' ? `${nameOf(thread, last.authorId)}: ${text}` : text;
}
