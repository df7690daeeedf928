// One payment in the activity list: direction, the other person, what for, how it stands, and when.
import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { PaymentView } from '../../../src/payments/contract.js';
import { classNames } from '../ui/class-names.js';
import { fullTime, shortTime } from '../ui/time.js';
import { disputeWords, fateOf, leftToGiveBack, refundedWords } from './aftermath-words.js';
import { cardName } from './card-words.js';
import { formatMoney } from './format.js';
import { GiveBack } from './give-back.js';
import { stateWords } from './payment-words.js';
import classes from './wallet-page.module.css';

interface Props {
  payment: PaymentView;
  viewerId: string;
}

export function ActivityRow({ payment, viewerId }: Props) {
  const { payer, payee, state, funding } = payment;
  const side = payer.id === viewerId ? 'payer' : 'payee';
  const Direction = side === 'payer' ? IconArrowUpRight : IconArrowDownLeft;
  const words = stateWords({
    state,
    side,
    payerName: payer.name,
    payeeName: payee.name,
    reason: payment.reason?.message ?? null,
    reviewBy: payment.reviewBy,
    fate: fateOf(payment),
    source: funding?.source ?? null,
  });
  const off = state === 'failed' || state === 'rejected' || state === 'cancelling';
  const source = funding?.source === 'card' ? cardName(funding) : funding ? 'From balance' : null;
  const detail = [payment.note, source].filter(Boolean).join(' · ');
  const refunded = refundedWords(payment);
  const dispute = disputeWords(payment, side);
  const left = side === 'payee' ? leftToGiveBack(payment) : null;
  return (
    <div
      className={classNames(classes.row, classes.activity)}
      data-testid="activity-row"
      data-state={state}
      data-payment-id={payment.id}
    >
      <span className={classes.icon} data-side={side}>
        <Direction size={20} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <div className={classes.who}>
          <Link
            to="/threads/$threadId"
            params={{ threadId: payment.threadId }}
            className={classes.open}
          >
            {side === 'payer' ? `To ${payee.name}` : `From ${payer.name}`}
          </Link>
        </div>
        <div className={classes.detail}>{detail || ' '}</div>
        {refunded && <div className={classes.after}>{refunded}</div>}
        {dispute && (
          <div className={classes.after} data-tone={dispute.tone}>
            {dispute.sentence}
          </div>
        )}
      </div>
      <div className={classes.end}>
        <span className={classes.amount} data-off={off || undefined}>
          {formatMoney(payment.amount, side === 'payer' ? '-' : '+')}
        </span>
        <span className={classes.state} data-tone={words.tone}>
          {state !== 'completed' && (
            <>
              <words.icon size={14} aria-hidden="true" />
              {words.label} ·
            </>
          )}
          <time dateTime={payment.createdAt} title={fullTime(payment.createdAt)}>
            {shortTime(payment.createdAt)}
          </time>
        </span>
        {left && (
          <GiveBack
            paymentId={payment.id}
            threadId={payment.threadId}
            payerName={payer.name}
            left={left}
          />
        )}
      </div>
    </div>
  );
}
