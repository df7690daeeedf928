// One message: a bubble of text, or the card that another part of the product put into the thread.
import { VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import type { MessageView, ThreadView } from '../../../src/chat/contract.js';
import type { PaymentCard as Payment } from '../../../src/payments/contract.js';
import { clockTime, exactTime } from '../ui/time.js';
import classes from './message-log.module.css';
import { PaymentCard } from './payment-card.js';
import { nameOf, paymentOf } from './people.js';

interface Props {
  message: MessageView;
  thread: ThreadView;
  viewerId: string;
  /** True for the first of several messages in a row by one author. */
  startsRun: boolean;
  onTryAgain: (payment: Payment) => void;
}

export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, thread, viewerId, startsRun, onTryAgain } = props;
  const own = message.authorId === viewerId;
  const payment = paymentOf(message);
  const author = nameOf(thread, message.authorId);
  return (
    <div
      className={classes.row}
      data-own={own || undefined}
      data-starts={startsRun || undefined}
      data-card={payment !== null || undefined}
    >
      {!own && startsRun && thread.kind === 'group' && !payment && (
        <span className={classes.author} aria-hidden="true">
          {author}
        </span>
      )}
      {payment ? (
        <PaymentCard
          payment={payment}
          threadId={thread.id}
          createdAt={message.createdAt}
          viewerId={viewerId}
          payerName={nameOf(thread, payment.payerId)}
          payeeName={nameOf(thread, payment.payeeId)}
          onTryAgain={onTryAgain}
        />
      ) : (
        <div className={classes.bubble} title={exactTime(message.createdAt)}>
          <VisuallyHidden>{own ? 'You' : author}: </VisuallyHidden>
          {message.body}
          <VisuallyHidden>, {clockTime(message.createdAt)}</VisuallyHidden>
        </div>
      )}
    </div>
  );
});
