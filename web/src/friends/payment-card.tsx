// A payment in the thread, drawn only from what the server says. Direction shows as verb, sign and
// icon, the state as icon and words and time; colour only repeats them.
import { Button } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight, IconArrowsRightLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PaymentCard as Payment } from '../../../src/payments/contract.js';
import { paymentQuery } from '../api/queries.js';
import { ContestLines } from '../contest/contest-lines.js';
import { ContestStart } from '../contest/contest-start.js';
import { Aftermath } from '../money/aftermath.js';
import { fateOf, leftToGiveBack } from '../money/aftermath-words.js';
import { formatMoney } from '../money/format.js';
import { fundingWords } from '../money/funding-words.js';
import { GiveBack } from '../money/give-back.js';
import { directionWords, type Side, sideOf, stateWords } from '../money/payment-words.js';
import { clockTime, shortTime } from '../ui/time.js';
import { CardState } from './card-state.js';
import { PaymentActions } from './payment-actions.js';
import classes from './payment-card.module.css';

interface Props {
  payment: Payment;
  threadId: string;
  createdAt: string;
  viewerId: string;
  payerName: string;
  payeeName: string;
  onTryAgain: (payment: Payment) => void;
}

const icons = { payer: IconArrowUpRight, payee: IconArrowDownLeft, observer: IconArrowsRightLeft };
const signs = { payer: '-', payee: '+', observer: undefined } as const;

export function PaymentCard(props: Props) {
  const { payment, threadId, createdAt, viewerId, payerName, payeeName, onTryAgain } = props;
  const side = sideOf(payment, viewerId);
  // The card in the thread serves both sides, so how it is paid is asked for, by the payer alone.
  const { data: detail } = useQuery({
    ...paymentQuery(payment.paymentId),
    enabled: side === 'payer' && ASKED.includes(payment.state),
  });
  const { before, after } = directionWords(payment.state, side, payerName, payeeName);
  const words = stateWords({
    state: payment.state,
    side,
    payerName,
    payeeName,
    reason: payment.reason?.message ?? null,
    reviewBy: payment.reviewBy,
    arrivesAt: payment.arrivesAt,
    expiresAt: payment.expiresAt,
    returned: payment.returned,
    fate: fateOf(payment),
    source: detail?.funding?.source ?? null,
  });
  const Direction = icons[side];
  const money = formatMoney(payment.amount);

  return (
    <article
      className={classes.card}
      data-testid="payment-card"
      data-state={payment.state}
      data-side={side}
      data-payment-id={payment.paymentId}
      aria-label={`${before} ${money} ${after}`.trim()}
    >
      <div className={classes.body}>
        <span className={classes.direction} aria-hidden="true">
          <Direction size={22} stroke={2} />
        </span>
        <p className={classes.sentence}>
          <span>{before} </span>
          <span className={classes.amount}>{formatMoney(payment.amount, signs[side])}</span>
          {after && <span> {after}</span>}
        </p>
      </div>
      {payment.note && <p className={classes.note}>{payment.note}</p>}
      {detail?.funding?.source === 'balance_first' && (
        <p className={classes.parts} data-testid="payment-parts">
          {fundingWords(detail.funding)}
        </p>
      )}
      <CardState
        words={words}
        updatedAt={payment.updatedAt}
        time={timeOf(payment.updatedAt, createdAt)}
      />
      <PaymentActions {...{ payment, threadId, createdAt, side, payerName, payeeName }} />
      {payment.state !== 'returned' && <Aftermath {...{ payment, side, payerName, payeeName }} />}
      <ContestLines
        {...{ payment, threadId, side, payerName, payeeName }}
        onSendAgain={onTryAgain}
      />
      {payment.state === 'completed' && side !== 'observer' && (
        <ArrivedFoot {...{ payment, threadId, side, payerName, payeeName }} />
      )}
      {payment.state === 'failed' && side === 'payer' && !wasAsked(payment) && (
        <Button
          variant="light"
          size="compact-md"
          className={classes.again}
          onClick={() => {
            onTryAgain(payment);
          }}
        >
          Try another card
        </Button>
      )}
    </article>
  );
}

type FootProps = Pick<Props, 'payment' | 'threadId' | 'payerName' | 'payeeName'> & { side: Side };

/** What can be done about money that has arrived. */
function ArrivedFoot({ payment, threadId, side, payerName, payeeName }: FootProps) {
  const { paymentId } = payment;
  const left = leftToGiveBack(payment);
  return (
    <div className={classes.giveBack}>
      <Link
        to="/payments/$paymentId/receipt"
        params={{ paymentId }}
        className={classes.receipt}
        data-testid="receipt-open"
      >
        Receipt
      </Link>
      {left && side === 'payee' && <GiveBack {...{ paymentId, threadId, payerName, left }} />}
      {left && side === 'payer' && <ContestStart {...{ payment, threadId, payeeName }} />}
    </div>
  );
}

// In these it is said where the money is.
const ASKED: readonly Payment['state'][] = ['held', 'arriving', 'returned'];

// No other card helps where a trusted contact said no.
const wasAsked = ({ reason }: Payment): boolean => reason?.code.startsWith('agreement_') ?? false;

// A state reached on a later day than the message names that day as well.
function timeOf(updatedAt: string, createdAt: string): string {
  const sameDay = new Date(updatedAt).toDateString() === new Date(createdAt).toDateString();
  return sameDay ? clockTime(updatedAt) : shortTime(updatedAt);
}
