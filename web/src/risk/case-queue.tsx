// The rows of the queue: amount, who to whom, why, how old, and until when it must be decided.
import { IconAlarm, IconShieldCheck } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReviewCaseView } from '../../../src/payments/contract.js';
import { formatMoney } from '../money/format.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { ago, fullTime, since, useNow } from '../ui/time.js';
import classes from './risk.module.css';
import { inWords } from '../ui/words.js';
import type { CaseState } from './use-cases.js';

interface Props {
  query: UseQueryResult<ReviewCaseView[]>;
  cases: readonly ReviewCaseView[];
  state: CaseState;
  selectedId: string | undefined;
}

const HOUR = 3_600_000;

export function CaseQueue({ query, cases, state, selectedId }: Props) {
  const now = useNow(10_000);
  if (query.isPending) return <Loading what="the queue" rows={5} height={84} />;
  if (query.isError && cases.length === 0) {
    return <Failed error={query.error} what="The queue" onRetry={() => void query.refetch()} />;
  }
  if (cases.length === 0) {
    return state === 'open' ? (
      <Empty icon={<IconShieldCheck size={26} />} title="The queue is clear">
        New cases appear here by themselves.
      </Empty>
    ) : (
      <Empty icon={<IconShieldCheck size={26} />} title={`No case was ${state} yet`} />
    );
  }
  return (
    <ul className={classes.queue}>
      {cases.map((one) => (
        <li key={one.id}>
          <CaseRow reviewCase={one} selected={one.id === selectedId} now={now} />
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  reviewCase: ReviewCaseView;
  selected: boolean;
  now: number;
}

function CaseRow({ reviewCase, selected, now }: RowProps) {
  const { id, payment, openedAt, reviewBy, decidedAt, state, reasons } = reviewCase;
  const left = new Date(reviewBy).getTime() - now;
  return (
    <Link
      id={`case-${id}`}
      to="/risk/$caseId"
      params={{ caseId: id }}
      className={classes.row}
      data-selected={selected || undefined}
      data-testid="case-row"
      data-case-id={id}
      data-payment-id={payment.id}
    >
      <span className={classes.rowTop}>
        <span className={classes.rowAmount}>{formatMoney(payment.amount)}</span>
        <time dateTime={openedAt} title={fullTime(openedAt)} className={classes.quiet}>
          {since(openedAt, now)}
        </time>
      </span>
      <span className={classes.rowWho}>
        {payment.payer.name} to {payment.payee.name}
      </span>
      <span className={classes.quiet}>{reasons.map(({ rule }) => inWords(rule)).join(' · ')}</span>
      {state === 'open' ? (
        <span className={classes.due} data-soon={left < HOUR || undefined}>
          <IconAlarm size={14} aria-hidden="true" />
          {left > 0 ? `Decide ${ago(reviewBy, now)}` : `Overdue since ${fullTime(reviewBy)}`}
        </span>
      ) : (
        decidedAt && <span className={classes.due}>Decided {since(decidedAt, now)}</span>
      )}
    </Link>
  );
}
