// One line of the activity list: direction, the other side, what for, how it stands, when, and what the
// balance was then.
import {
  IconArrowBackUp,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBuildingBank,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ActivityItem } from '../../../src/payments/records/contract.js';
import { cashOutWords } from '../cash-out/cash-out-words.js';
import { classNames } from '../ui/class-names.js';
import { fullTime, shortTime } from '../ui/time.js';
import {
  disputeWords,
  fateOf,
  leftToGiveBack,
  refundedWords,
  refundWords,
} from './aftermath-words.js';
import { formatMoney, isZero } from './format.js';
import { fundingWords } from './funding-words.js';
import { GiveBack } from './give-back.js';
import { isOff, stateWords } from './payment-words.js';
import classes from './wallet-page.module.css';

interface Props {
  item: ActivityItem;
  viewerId: string;
}

type Item<Kind extends ActivityItem['kind']> = Extract<ActivityItem, { kind: Kind }>;

export function ActivityRow({ item, viewerId }: Props) {
  if (item.kind === 'payment') return <PaymentRow item={item} viewerId={viewerId} />;
  return item.kind === 'refund' ? <RefundRow item={item} /> : <CashOutRow item={item} />;
}

function PaymentRow({ item, viewerId }: { item: Item<'payment'>; viewerId: string }) {
  const { payment } = item;
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
    arrivesAt: payment.arrivesAt,
    expiresAt: payment.expiresAt,
    returned: payment.returned,
    fate: fateOf(payment),
    source: funding?.source ?? null,
  });
  const off = isOff(state);
  const source = funding && fundingWords(funding);
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
          <When at={payment.createdAt} />
        </span>
        <BalanceAfter item={item} />
        <div className={classes.rowActions}>
          {state === 'completed' && (
            <Link
              to="/payments/$paymentId/receipt"
              params={{ paymentId: payment.id }}
              className={classes.receipt}
              aria-label={`Receipt of ${formatMoney(payment.amount)} ${side === 'payer' ? `to ${payee.name}` : `from ${payer.name}`}`}
            >
              Receipt
            </Link>
          )}
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
    </div>
  );
}

function RefundRow({ item }: { item: Item<'refund'> }) {
  const { refund, payment, direction } = item;
  const mine = direction === 'out';
  return (
    <div className={classNames(classes.row, classes.activity)} data-testid="activity-refund">
      <span className={classes.icon} data-side={mine ? 'payer' : 'payee'}>
        <IconArrowBackUp size={20} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <div className={classes.who}>
          <Link
            to="/threads/$threadId"
            params={{ threadId: payment.threadId }}
            className={classes.open}
          >
            {mine ? `Given back to ${payment.payer.name}` : `Given back by ${payment.payee.name}`}
          </Link>
        </div>
        <div className={classes.detail}>
          {[refund.reason, refundWords(refund, mine ? 'payee' : 'payer', payment.payer.name)].join(
            ' · ',
          )}
        </div>
      </div>
      <div className={classes.end}>
        <span className={classes.amount} data-off={refund.state === 'withdrawn' || undefined}>
          {formatMoney(refund.amount, mine ? '-' : '+')}
        </span>
        <span className={classes.state}>
          <When at={refund.createdAt} />
        </span>
        <BalanceAfter item={item} />
      </div>
    </div>
  );
}

function CashOutRow({ item }: { item: Item<'cash_out'> }) {
  const { cashOut } = item;
  const words = cashOutWords(cashOut);
  const { amount, fee, state } = cashOut;
  const cost = isZero(fee) ? null : `fee ${formatMoney({ ...amount, amount: fee })}`;
  return (
    <div className={classes.row} data-testid="activity-cash-out">
      <span className={classes.icon} data-side="payer">
        <IconBuildingBank size={20} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <div className={classes.who}>Cash-out to {cashOut.destination}</div>
        <div className={classes.detail}>{[words.label, cost].filter(Boolean).join(' · ')}</div>
      </div>
      <div className={classes.end}>
        <span
          className={classes.amount}
          data-off={state === 'failed' || state === 'cancelled' || undefined}
        >
          {formatMoney(amount, '-')}
        </span>
        <span className={classes.state}>
          <When at={cashOut.createdAt} />
        </span>
        <BalanceAfter item={item} />
      </div>
    </div>
  );
}

const When = ({ at }: { at: string }) => (
  <time dateTime={at} title={fullTime(at)}>
    {shortTime(at)}
  </time>
);

function BalanceAfter({ item: { balanceAfter } }: { item: ActivityItem }) {
  if (balanceAfter === null) return null;
  return (
    <span className={classes.balanceAfter} data-testid="balance-after">
      Balance {formatMoney(balanceAfter)}
    </span>
  );
}
