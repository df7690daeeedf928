// What happened to a payment after it arrived, below its state: what was given back, with every refund
// to look at, and what a bank makes of it.
import { IconArrowBackUp, IconGavel } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PaymentCard } from '../../../src/payments/contract.js';
import { refreshMoney } from '../api/live.js';
import { refundsQuery } from '../api/queries.js';
import { returnedBy } from '../contest/contest-words.js';
import { Dialog } from '../ui/dialog.js';
import { Failed, Loading } from '../ui/states.js';
import { fullTime } from '../ui/time.js';
import { disputeWords, refundedWords, refundWords } from './aftermath-words.js';
import classes from './aftermath.module.css';
import { formatMoney } from './format.js';
import type { Side } from './payment-words.js';

interface Props {
  payment: PaymentCard;
  side: Side;
  payerName: string;
  payeeName: string;
}

export function Aftermath({ payment, side, payerName, payeeName }: Props) {
  const [opened, setOpened] = useState(false);
  const refunded = side === 'observer' ? null : refundedWords(payment);
  const by = returnedBy(payment.contest, side, payeeName);
  const dispute = disputeWords(payment, side);
  return (
    <>
      {refunded !== null && (
        <div className={classes.line} data-testid="refunded">
          <IconArrowBackUp size={18} aria-hidden="true" />
          <span className={classes.sentence}>
            {refunded}
            {by !== null && <span className={classes.by}> {by}</span>}
          </span>
          <button
            type="button"
            className={classes.more}
            onClick={() => {
              setOpened(true);
            }}
            data-testid="refunds-open"
          >
            Details
          </button>
          <Dialog
            opened={opened}
            onClose={() => {
              setOpened(false);
            }}
            title="Given back"
          >
            <Refunds paymentId={payment.paymentId} side={side} payerName={payerName} />
          </Dialog>
        </div>
      )}
      {dispute !== null && (
        <div className={classes.line} data-tone={dispute.tone} data-testid="dispute">
          <IconGavel size={18} aria-hidden="true" />
          <span className={classes.sentence}>{dispute.sentence}</span>
        </div>
      )}
    </>
  );
}

interface RefundsProps {
  paymentId: string;
  side: Side;
  payerName: string;
}

function Refunds({ paymentId, side, payerName }: RefundsProps) {
  const queryClient = useQueryClient();
  const refunds = useQuery({ ...refundsQuery(paymentId), refetchInterval: 5_000 });
  // A refund that a card did not take changes the balance without a word in the thread.
  const states = refunds.data?.map(({ state }) => state).join();
  useEffect(() => {
    if (states !== undefined) refreshMoney(queryClient);
  }, [queryClient, states]);
  if (refunds.isPending) return <Loading what="what was given back" rows={2} />;
  if (refunds.isError) {
    return <Failed error={refunds.error} what="This list" onRetry={() => void refunds.refetch()} />;
  }
  return (
    <ul className={classes.refunds}>
      {refunds.data.map((refund) => (
        <li
          key={refund.id}
          className={classes.refund}
          data-testid="refund"
          data-state={refund.state}
        >
          <div className={classes.top}>
            <span className={classes.amount}>{formatMoney(refund.amount)}</span>
            <time dateTime={refund.createdAt} className={classes.quiet}>
              {fullTime(refund.createdAt)}
            </time>
          </div>
          <div>{refundWords(refund, side, payerName)}</div>
          <div className={classes.quiet}>Reason: {refund.reason}</div>
        </li>
      ))}
    </ul>
  );
}
