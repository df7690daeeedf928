// The rows of the desk for disputes: amount, who paid whom, the bank's reason, and until when it can be
// answered.
import { IconAlarm, IconShieldCheck } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DisputeView } from '../../../src/payments/contract.js';
import { formatMoney } from '../money/format.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { fullTime, since, useNow } from '../ui/time.js';
import { capitalised } from '../ui/words.js';
import { answerPill, statePill } from './dispute-words.js';
import classes from './risk.module.css';

export type DisputeFilter = 'open' | 'inquiry' | 'ended';

interface Props {
  query: UseQueryResult<DisputeView[]>;
  disputes: readonly DisputeView[];
  filter: DisputeFilter;
  selectedId: string | undefined;
}

const SOON_MS = 86_400_000;
const NONE: Record<DisputeFilter, string> = {
  open: 'No open dispute',
  inquiry: 'No bank is asking',
  ended: 'No dispute has ended yet',
};

export function DisputeList({ query, disputes, filter, selectedId }: Props) {
  const now = useNow(10_000);
  if (query.isPending) return <Loading what="the disputes" rows={5} height={84} />;
  if (query.isError && query.data === undefined) {
    return <Failed error={query.error} what="The list" onRetry={() => void query.refetch()} />;
  }
  if (disputes.length === 0) {
    return <Empty icon={<IconShieldCheck size={26} />} title={NONE[filter]} />;
  }
  return (
    <ul className={classes.queue}>
      {disputes.map((one) => (
        <li key={one.id}>
          <Row dispute={one} selected={one.id === selectedId} now={now} />
        </li>
      ))}
    </ul>
  );
}

function Row({ dispute, selected, now }: { dispute: DisputeView; selected: boolean; now: number }) {
  const { id, payment, amount, reason, dueBy, openedAt, answeredAt } = dispute;
  const pill = answerPill(dispute, now) ?? statePill(dispute);
  const soon = dueBy !== null && new Date(dueBy).getTime() - now < SOON_MS;
  return (
    <Link
      to="/risk/disputes/$disputeId"
      params={{ disputeId: id }}
      className={classes.row}
      data-selected={selected || undefined}
      data-testid="dispute-row"
      data-payment-id={payment.id}
    >
      <span className={classes.rowTop}>
        <span className={classes.rowAmount}>{formatMoney(amount)}</span>
        <time dateTime={openedAt} title={fullTime(openedAt)} className={classes.quiet}>
          {since(openedAt, now)}
        </time>
      </span>
      <span className={classes.rowWho}>
        {payment.payer.name} paid {payment.payee.name}
      </span>
      <span className={classes.quiet}>{capitalised(reason)}</span>
      <span
        className={classes.due}
        data-soon={(pill.icon === IconAlarm && answeredAt === null && soon) || undefined}
      >
        <pill.icon size={14} aria-hidden="true" />
        {pill.words}
      </span>
    </Link>
  );
}
