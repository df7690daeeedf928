// One message: a bubble of text with or without a picture, the card that another part of the product put
// into the thread, or a line about the thread itself.
import { memo } from 'react';
import type { MessageView, ThreadView } from '../../../src/chat/contract.js';
import type { PaymentCard as Payment } from '../../../src/payments/contract.js';
import { type Aim, MessageActions, Reactions } from './message-actions.js';
import { Bubble } from './message-bubble.js';
import classes from './message-log.module.css';
import { PaymentCard } from './payment-card.js';
import { GiftCard } from '../gifts/gift-card.js';
import { SplitCard } from '../splits/split-card.js';
import { eventWords, giftOf, lineOf, nameOf, paymentOf, requestOf, splitOf } from './people.js';
import { RequestCard } from './request-card.js';
import type { PaidRequest } from './use-paying.js';

interface Props {
  message: MessageView;
  thread: ThreadView;
  viewerId: string;
  /** True for the first of several messages in a row by one author. */
  startsRun: boolean;
  /** The message this one answers, if it is held. */
  answered: MessageView | undefined;
  onTryAgain: (payment: Payment) => void;
  onPayRequest: (request: PaidRequest) => void;
  onAim: (aim: Aim) => void;
}

export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, thread, viewerId, startsRun, answered, onAim } = props;
  const own = message.authorId === viewerId;
  const author = nameOf(thread, message.authorId);
  if (message.event !== null) {
    return <p className={classes.event}>{eventWords(thread, message, viewerId)}</p>;
  }
  return (
    <div
      className={classes.row}
      data-own={own || undefined}
      data-starts={startsRun || undefined}
      data-card={message.card !== null || undefined}
      data-testid="message"
    >
      {!own && startsRun && thread.kind === 'group' && message.card === null && (
        <span className={classes.author} aria-hidden="true">
          {author}
        </span>
      )}
      <div className={classes.line}>
        {message.card === null ? (
          <Bubble
            message={message}
            thread={thread}
            author={own ? 'You' : author}
            answered={answered}
            viewerId={viewerId}
          />
        ) : (
          <MoneyCard {...props} />
        )}
        {message.deletedAt === null && (
          <MessageActions
            message={message}
            viewerId={viewerId}
            line={lineOf(thread, message, viewerId).slice(0, 40)}
            onAim={onAim}
          />
        )}
      </div>
      <Reactions
        message={message}
        viewerId={viewerId}
        names={(id) => (id === viewerId ? 'you' : nameOf(thread, id))}
      />
    </div>
  );
});

/** The card of a payment, of a request, of a bill or of a gift. */
function MoneyCard({ message, thread, viewerId, onTryAgain, onPayRequest }: Props) {
  const [payment, request] = [paymentOf(message), requestOf(message)];
  const [split, gift] = [splitOf(message), giftOf(message)];
  const common = { threadId: thread.id, viewerId };
  if (payment) {
    return (
      <PaymentCard
        {...common}
        payment={payment}
        createdAt={message.createdAt}
        payerName={nameOf(thread, payment.payerId)}
        payeeName={nameOf(thread, payment.payeeId)}
        onTryAgain={onTryAgain}
      />
    );
  }
  if (request) {
    return (
      <RequestCard
        {...common}
        request={request}
        requesterName={nameOf(thread, request.requesterId)}
        payerName={nameOf(thread, request.payerId)}
        onPay={onPayRequest}
      />
    );
  }
  if (split) {
    return <SplitCard split={split} thread={thread} viewerId={viewerId} onPay={onPayRequest} />;
  }
  return gift ? <GiftCard gift={gift} thread={thread} viewerId={viewerId} /> : null;
}
