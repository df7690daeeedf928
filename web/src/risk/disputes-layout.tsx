// The desk for disputes: those due soonest first on the left, the open one on the right.
import { SegmentedControl, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconGavel } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { disputesQuery } from '../api/risk-queries.js';
import { Empty } from '../ui/states.js';
import panes from '../ui/two-panes.module.css';
import { DisputeList, type DisputeFilter } from './dispute-list.js';
import classes from './risk.module.css';
import { RiskTabs } from './risk-tabs.js';

export function DisputesLayout() {
  const { disputeId } = useParams({ strict: false });
  const [filter, setFilter] = useState<DisputeFilter>('open');
  const query = useQuery(disputesQuery(filter === 'ended' ? 'closed' : 'open'));
  const shown = (query.data ?? []).filter(({ state }) => filter === 'ended' || state === filter);
  return (
    <div className={panes.panes} data-open={disputeId !== undefined || undefined}>
      <section className={panes.list} aria-label="Disputes">
        <div className={classes.queueHead}>
          <RiskTabs desk="disputes" />
          <Title order={disputeId === undefined ? 1 : 2} className={classes.queueTitle}>
            Disputes
          </Title>
          <SegmentedControl
            fullWidth
            aria-label="Which disputes"
            value={filter}
            onChange={(value) => {
              setFilter(value);
            }}
            data={[
              { value: 'open', label: 'Open' },
              { value: 'inquiry', label: 'Inquiries' },
              { value: 'ended', label: 'Ended' },
            ]}
          />
        </div>
        <DisputeList query={query} disputes={shown} filter={filter} selectedId={disputeId} />
      </section>
      <section className={panes.detail} aria-label="Dispute">
        <Outlet />
      </section>
    </div>
  );
}

/** The right side of the desk while no dispute is open. */
export function NoDisputeChosen() {
  useDocumentTitle('Disputes · Tenner');
  return (
    <div className={panes.placeholder}>
      <Empty icon={<IconGavel size={26} />} title="Pick a dispute">
        The one that must be answered first is on top.
      </Empty>
    </div>
  );
}
