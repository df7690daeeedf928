// The desk for what people contest: those due soonest first on the left, the open one on the right.
import { SegmentedControl, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlarm, IconScale, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ContestCaseView } from '../../../src/payments/returns/cases/contract.js';
import { contestsQuery } from '../api/risk-queries.js';
import { formatMoney } from '../money/format.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { fullTime, since, useNow } from '../ui/time.js';
import panes from '../ui/two-panes.module.css';
import { kindWords, standing } from './contest-case-words.js';
import classes from './risk.module.css';
import { RiskTabs } from './risk-tabs.js';

export function ContestsLayout() {
  const { contestId } = useParams({ strict: false });
  const [filter, setFilter] = useState<'open' | 'closed'>('open');
  return (
    <div className={panes.panes} data-open={contestId !== undefined || undefined}>
      <section className={panes.list} aria-label="Contests">
        <div className={classes.queueHead}>
          <RiskTabs desk="contests" />
          <Title order={contestId === undefined ? 1 : 2} className={classes.queueTitle}>
            Contests
          </Title>
          <SegmentedControl
            fullWidth
            aria-label="Which contests"
            value={filter}
            onChange={(value) => {
              setFilter(value);
            }}
            data={[
              { value: 'open', label: 'Open' },
              { value: 'closed', label: 'Ended' },
            ]}
          />
        </div>
        <List filter={filter} selectedId={contestId} />
      </section>
      <section className={panes.detail} aria-label="Contest">
        <Outlet />
      </section>
    </div>
  );
}

/** The right side of the desk while no contest is open. */
export function NoContestChosen() {
  useDocumentTitle('Contests · Tenner');
  return (
    <div className={panes.placeholder}>
      <Empty icon={<IconScale size={26} />} title="Pick a contest">
        The one that must be decided first is on top.
      </Empty>
    </div>
  );
}

interface ListProps {
  filter: 'open' | 'closed';
  selectedId: string | undefined;
}

function List({ filter, selectedId }: ListProps) {
  const query = useQuery(contestsQuery(filter));
  const now = useNow(10_000);
  if (query.isPending) return <Loading what="the contests" rows={5} height={84} />;
  if (query.isError && query.data === undefined) {
    return <Failed error={query.error} what="The list" onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) {
    const none = filter === 'open' ? 'Nothing to decide' : 'No contest has ended yet';
    return <Empty icon={<IconShieldCheck size={26} />} title={none} />;
  }
  return (
    <ul className={classes.queue}>
      {query.data.map((one) => (
        <li key={one.id}>
          <Row contest={one} selected={one.id === selectedId} now={now} />
        </li>
      ))}
    </ul>
  );
}

const SOON_MS = 86_400_000;

function Row({
  contest,
  selected,
  now,
}: {
  contest: ContestCaseView;
  selected: boolean;
  now: number;
}) {
  const { id, payment, openedAt, dueBy, state } = contest;
  const pill = standing(contest, now);
  const soon = state === 'open' && new Date(dueBy).getTime() - now < SOON_MS;
  return (
    <Link
      to="/risk/contests/$contestId"
      params={{ contestId: id }}
      className={classes.row}
      data-selected={selected || undefined}
      data-testid="contest-row"
      data-payment-id={payment.id}
    >
      <span className={classes.rowTop}>
        <span className={classes.rowAmount}>{formatMoney(payment.amount)}</span>
        <time dateTime={openedAt} title={fullTime(openedAt)} className={classes.quiet}>
          {since(openedAt, now)}
        </time>
      </span>
      <span className={classes.rowWho}>
        {payment.payer.name} paid {payment.payee.name}
      </span>
      <span className={classes.quiet}>{kindWords(contest)}</span>
      <span className={classes.due} data-soon={(pill.icon === IconAlarm && soon) || undefined}>
        <pill.icon size={14} aria-hidden="true" />
        {pill.words}
      </span>
    </Link>
  );
}
