// What was said and decided about a payment, as far as the viewer may read it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PaymentCard } from '../../../src/payments/contract.js';
import type { ContestView } from '../../../src/payments/returns/contract.js';
import type { Side } from '../money/payment-words.js';
import { Dialog } from '../ui/dialog.js';
import { Failed, Loading } from '../ui/states.js';
import { fullTime } from '../ui/time.js';
import classes from './contest.module.css';
import { contestQuery } from './use-contest.js';

interface Props {
  payment: PaymentCard;
  side: Side;
  other: string;
}

export function ContestRecord({ payment, side, other }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button
        type="button"
        className={classes.more}
        onClick={() => {
          setOpened(true);
        }}
        data-testid="contest-open"
      >
        Details
      </button>
      <Dialog
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
        title="What was said and decided"
      >
        <Record paymentId={payment.paymentId} side={side} other={other} />
      </Dialog>
    </>
  );
}

function Record({ paymentId, side, other }: { paymentId: string; side: Side; other: string }) {
  const contest = useQuery(contestQuery(paymentId));
  if (contest.isPending) return <Loading what="what was said" rows={2} />;
  if (contest.isError) {
    return <Failed error={contest.error} what="It" onRetry={() => void contest.refetch()} />;
  }
  const entries = entriesOf(contest.data, side, other);
  if (entries.length === 0)
    return <p className={classes.quiet}>Nobody has written anything yet.</p>;
  return (
    <ul className={classes.record} data-testid="contest-record">
      {entries.map(({ who, words, when }) => (
        <li key={`${who} ${words}`}>
          <div className={classes.quiet}>
            {who}
            {when !== null && `, ${fullTime(when)}`}
          </div>
          <div className={classes.said}>{words}</div>
        </li>
      ))}
    </ul>
  );
}

interface Entry {
  who: string;
  words: string;
  when: string | null;
}

function entriesOf(contest: ContestView, side: Side, other: string): Entry[] {
  const { askBackWords: words, reportWords, decisions } = contest;
  const [payer, payee] = side === 'payer' ? ['You', other] : [other, 'You'];
  const entry = (who: string, said: string | null, when: string | null = null): Entry[] =>
    said === null ? [] : [{ who, words: said, when }];
  return [
    ...entry(`${payer} asked it back`, words?.payer ?? null),
    ...entry(`${payee} answered`, words?.payee ?? null),
    ...entry(side === 'payer' ? 'You reported' : 'You answered the report', reportWords),
    ...decisions.flatMap(({ verdict, words: said, decidedAt }) =>
      entry(
        verdict === 'granted' ? 'Decided for the payer' : 'Decided against the payer',
        said,
        decidedAt,
      ),
    ),
  ];
}
